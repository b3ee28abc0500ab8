/** Runs inside a browser page, the dashboard's and the bare one alike, so that both are measured by the same code. */
export interface PaintWatch {
  /** Resolves with the page's clock once `text` has come into the element that `within` names, and was painted. */
  painted(text: string, within: string): Promise<number>;
}

declare global {
  interface Window {
    paintWatch?: PaintWatch;
  }
}

export function installPaintWatch(): void {
  const waiting = new Map<string, { within: string; resolve: (paintedMs: number) => void }>();

  /** The first task after the next frame: what changed before it is on the screen. */
  const afterPaint = (done: () => void): void => {
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.addEventListener('message', done);
      channel.port1.start();
      channel.port2.postMessage(undefined);
    });
  };
  const look = (node: Node): void => {
    for (const [text, { within, resolve }] of waiting) {
      if (!node.textContent?.includes(text)) continue;
      const element = node instanceof Element ? node : node.parentElement;
      if (!element?.closest(within) && !element?.querySelector(within)) continue;
      waiting.delete(text);
      afterPaint(() => resolve(performance.timeOrigin + performance.now()));
    }
  };
  new MutationObserver((changes) => {
    if (waiting.size === 0) return;
    for (const { type, target, addedNodes } of changes) {
      if (type === 'characterData') look(target);
      for (const node of addedNodes) look(node);
    }
  }).observe(document, { subtree: true, childList: true, characterData: true });

  window.paintWatch = {
    painted: (text, within) =>
      new Promise((resolve) => {
        waiting.set(text, { within, resolve });
        // On a busy machine the text may have come before the question.
        for (const element of document.querySelectorAll(within)) look(element);
      }),
  };
}
