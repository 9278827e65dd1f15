import { useQueryClient } from '@tanstack/react-query';
import type { Answer } from '../../shared/api/call.ts';

export type WaveDetail = Answer<'pick-waves.get'>;
export type Scanned = Answer<'pick-scans.create'>;

/** After a change of one's own nothing that shows waves or labels is believed any more. */
export function usePickingChanged(): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ predicate: ({ queryKey }) => /^(pick-|label-runs|bins)/.test(String(queryKey[0])) });
}
