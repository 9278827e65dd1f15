import type { ReactNode } from 'react';
import './filter-chips.css';

/** `key` undefined: all. */
type Chip<K extends string> = { key: K | undefined; content: ReactNode };
type Props<K extends string> = {
  label: string;
  /** Each chip's test id is this and its key. */
  name: string;
  chips: readonly Chip<K>[];
  chosen: K | undefined;
  choose: (key: K | undefined) => void;
};

/** A few states of which one is looked at, each a button in sight. */
export function FilterChips<K extends string>({ label, name, chips, chosen, choose }: Props<K>) {
  return (
    <fieldset className="filter-chips" aria-label={label}>
      {chips.map(({ key, content }) => (
        <button
          key={key ?? 'all'}
          type="button"
          aria-pressed={key === chosen}
          data-testid={`${name}-${key ?? 'all'}`}
          onClick={() => choose(key)}
        >
          {content}
        </button>
      ))}
    </fieldset>
  );
}
