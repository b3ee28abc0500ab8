import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

interface RunningProcess {
  readonly pid: number;
  readonly parentPid: number;
  readonly groupId: number;
}

/** All processes of this machine: from /proc where there is one, else from `ps`, which small Linux images lack. */
function listProcesses(): RunningProcess[] {
  const rows = existsSync('/proc/self/stat') ? readProc() : readPs();
  return rows
    .split('\n')
    .map((row) => row.trim().split(/\s+/).map(Number))
    .flatMap(([pid, parentPid, groupId]) =>
      pid && parentPid !== undefined && groupId !== undefined ? [{ pid, parentPid, groupId }] : [],
    );
}

function readPs(): string {
  return spawnSync('ps', ['-A', '-o', 'pid=,ppid=,pgid='], { encoding: 'utf8' }).stdout ?? '';
}

function readProc(): string {
  const rows = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        // `pid (name) state parent group …`; the name may hold spaces and brackets.
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
        const [, parentPid, groupId] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        return `${pid} ${parentPid} ${groupId}`;
      } catch {
        // It ended meanwhile.
        return '';
      }
    });
  return rows.join('\n');
}

/** The process groups of a process and of all that it has started: a descendant may have moved to one of its own. */
export function groupsBelow(pid: number): readonly number[] {
  const all = listProcesses();
  const family = new Set([pid]);
  for (let size = 0; size < family.size;) {
    size = family.size;
    for (const child of all) if (family.has(child.parentPid)) family.add(child.pid);
  }
  return [...new Set(all.filter((one) => family.has(one.pid)).map(({ groupId }) => groupId))];
}
