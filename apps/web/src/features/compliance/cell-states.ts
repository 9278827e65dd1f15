import type { ComplianceCell } from '@tradewind/contract/types';
import type { Tone } from '../../shared/widgets/status-tag.tsx';

export type CellState = ComplianceCell['state'];

/** From the worst to the best: of several shops of a market the worst shows. */
export const cellStates = ['prohibited', 'expired', 'missing', 'pending', 'expiring', 'unmapped', 'ready'] as const satisfies CellState[];

/** Red only where a live listing is locked: what is not offered yet loses nothing. */
export const toneOf = ({ state, locked }: Pick<ComplianceCell, 'state' | 'locked'>): Tone => {
  if (locked) return 'losing';
  if (state === 'ready') return 'done';
  return state === 'unmapped' ? 'quiet' : 'soon';
};

export const worstOf = (cells: readonly ComplianceCell[]): ComplianceCell | undefined =>
  [...cells].sort((a, b) => Number(b.locked) - Number(a.locked) || cellStates.indexOf(a.state) - cellStates.indexOf(b.state))[0];
