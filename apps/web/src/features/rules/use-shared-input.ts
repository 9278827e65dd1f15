import { useNavigate } from '@tanstack/react-router';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useOwnSearch } from '../../shared/own-search.ts';
import { type Input, parseInput } from './input.ts';

/** Long enough to finish a word, short enough to feel at once. */
const SETTLED_AFTER_MS = 300;

/**
 * The input of the page. It lies in the address, so that a copied address is the question; while somebody types it runs ahead of the
 * address, which follows when they pause. `settled` is what stands still and may be asked.
 */
export function useSharedInput(example: Input) {
  const { input: text } = useOwnSearch();
  const navigate = useNavigate();
  const shared = text === undefined ? null : parseInput(text);
  const [draft, setDraft] = useState<Input>(shared ?? example);
  const [settled, setSettled] = useState<Input>(draft);
  const written = useRef(text);

  const write = useCallback(
    (input: Input | undefined) => {
      written.current = input && JSON.stringify(input);
      // The router types `search` per route; an object is written as plain JSON.
      void navigate({ to: '.', search: (previous: Record<string, unknown>) => ({ ...previous, input }), replace: true } as Parameters<
        typeof navigate
      >[0]);
    },
    [navigate],
  );

  // Back, forward, or another address typed in: the page follows.
  useEffect(() => {
    if (text === written.current) return;
    written.current = text;
    const next = (text === undefined ? null : parseInput(text)) ?? example;
    setDraft(next);
    setSettled(next);
  }, [text, example]);

  useEffect(() => {
    if (draft === settled) return;
    const timer = setTimeout(() => {
      setSettled(draft);
      write(draft);
    }, SETTLED_AFTER_MS);
    return () => clearTimeout(timer);
  }, [draft, settled, write]);

  const reset = () => {
    setDraft(example);
    setSettled(example);
    write(undefined);
  };
  return { draft, setDraft, settled, reset, isBroken: text !== undefined && shared === null };
}
