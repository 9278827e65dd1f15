import { execFileSync } from 'node:child_process';

/** A number below `count` that the commit chooses, so that over time every choice is tried and one commit always tries the same. */
export function chosenByCommit(count) {
  let commit = '0';
  try {
    commit = execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    // No git, or no commit yet: the first one.
  }
  return Number.parseInt(commit.slice(0, 8), 16) % count;
}
