/** How an answer should feel: what costs points or money now, what soon may, what is fine, what no rule speaks of. */
import type { Tone } from '../../shared/widgets/status-tag.tsx';

type Output = Readonly<Record<string, unknown>>;

/** True here means that something is being lost; of the permitting ones it is false that does. */
const accusing = ['breached', 'revoked', 'held', 'frozen', 'withdrawalBlocked'] as const;
const warning = ['warning', 'formalWarning', 'prompt'] as const;
const permitting = ['allowed', 'eligible', 'listable', 'canSubmit', 'adequate'] as const;
const findings = ['breaches', 'signs', 'restrictions'] as const;

const isFilled = (value: unknown): boolean => Array.isArray(value) && value.length > 0;

export function toneOf(output: Output): Tone {
  if (output.covered === false) return 'quiet';
  if (accusing.some((key) => output[key] === true) || permitting.some((key) => output[key] === false)) return 'losing';
  if (findings.some((key) => isFilled(output[key]))) return 'losing';
  if (warning.some((key) => output[key] === true)) return 'soon';
  const judges = [...accusing, ...permitting, ...findings].some((key) => Object.hasOwn(output, key));
  return judges ? 'done' : 'plain';
}
