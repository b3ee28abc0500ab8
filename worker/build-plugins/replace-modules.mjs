/**
 * Puts other contents in the place of modules, each named by the end of its path with `/`. A build in which one of them
 * is not met fails: the library has changed, so what is left out must be looked at again.
 */
export function replaceModules(library, replacements) {
  const endings = Object.keys(replacements);
  const pattern = endings.map((ending) => ending.replaceAll('.', '\\.').replaceAll('/', '[\\\\/]')).join('|');
  return {
    name: `replace-modules-of-${library}`,
    setup(build) {
      const met = new Set();
      build.onLoad({ filter: new RegExp(`(?:${pattern})$`) }, ({ path }) => {
        const file = path.replaceAll('\\', '/');
        const ending = endings.find((candidate) => file.endsWith(candidate));
        met.add(ending);
        return { contents: replacements[ending] };
      });
      build.onEnd(({ errors }) => {
        if (errors.length > 0) return;
        const missed = endings.filter((ending) => !met.has(ending));
        if (missed.length > 0) throw new Error(`${library} loads no ${missed.join(', ')} any more.`);
      });
    },
  };
}
