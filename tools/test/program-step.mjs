import { capture } from '../launch/child.mjs';

/** The program's answer: its last line, where that is JSON. */
function answerOf(output) {
  const last = output.trimEnd().split('\n').at(-1) ?? '';
  try {
    return JSON.parse(last);
  } catch {
    return null;
  }
}

/**
 * A step of `npm test` that runs a program of ours and passes when `succeeded({ code, answer })`. `note` says in a few words
 * what was done.
 */
export function programStep({ name, program, args, limitMs, succeeded, note }) {
  return {
    name,
    async run() {
      const { code, output, timedOut } = await capture(process.execPath, [program, ...args], { timeoutMs: limitMs });
      const answer = answerOf(output);
      const passed = succeeded({ code, answer }) ? 1 : 0;
      const said = timedOut ? `stopped after ${limitMs / 1000} s` : answer ? note(answer) : '';
      return { passed, failed: 1 - passed, output: output.slice(-20_000), note: said };
    },
  };
}
