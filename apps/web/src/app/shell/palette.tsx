import { SearchOutlined } from '@ant-design/icons';
import { Input } from 'antd';
import { type KeyboardEvent, useDeferredValue, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../shared/widgets/dialog.tsx';
import { type Entry, useEntries } from './palette-entries.tsx';

const groups = ['pages', 'shops', 'orders', 'actions'] as const;

/** Go anywhere, find an order, do a small thing: one field, arrows and Enter. */
export function Palette({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [cursor, setCursor] = useState(0);
  const [isEnterHeld, setEnterHeld] = useState(false);
  const wanted = text.trim();
  const sought = useDeferredValue(wanted);
  const { entries, isSearching } = useEntries(sought);
  const chosen = Math.min(cursor, entries.length - 1);
  const isBehind = sought !== wanted || isSearching;

  useEffect(() => {
    document.getElementById(`palette-${chosen}`)?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);

  const run = (entry: Entry | undefined) => {
    if (!entry) return;
    close();
    entry.run();
  };
  // A scanner (or a quick hand) presses Enter before the list has caught up: then it counts for the list that is coming.
  useEffect(() => {
    if (!isEnterHeld || isBehind) return;
    setEnterHeld(false);
    const entry = entries[chosen];
    if (!entry) return;
    close();
    entry.run();
  }, [isEnterHeld, isBehind, entries, chosen, close]);
  const onKey = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setCursor((chosen + step + entries.length) % Math.max(1, entries.length));
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault();
      setEnterHeld(true);
    }
  };

  return (
    <Dialog
      open
      onCancel={close}
      footer={null}
      closable={false}
      width={620}
      className="palette"
      title={<span className="sr-only">{t('palette.title')}</span>}
    >
      <Input
        autoFocus
        size="large"
        variant="borderless"
        prefix={<SearchOutlined />}
        placeholder={t('palette.hint')}
        value={text}
        role="combobox"
        aria-expanded
        aria-controls="palette-list"
        aria-activedescendant={`palette-${chosen}`}
        onKeyDown={onKey}
        onChange={(event) => {
          setText(event.target.value);
          setCursor(0);
          setEnterHeld(false);
        }}
      />
      <div id="palette-list" role="listbox" className="palette-list" aria-label={t('palette.title')}>
        {groups.map((group) => {
          const rows = entries.map((entry, index) => ({ entry, index })).filter(({ entry }) => entry.group === group);
          if (rows.length === 0) return null;
          return (
            // biome-ignore lint/a11y/useSemanticElements: a group of options inside a listbox has no element of its own
            <div key={group} role="group" aria-label={t(`palette.groups.${group}`)}>
              <div className="palette-group">{t(`palette.groups.${group}`)}</div>
              {rows.map(({ entry, index }) => (
                // The field keeps the focus and steers by arrows; a click is the mouse's way to the same.
                // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the combobox
                <div
                  key={entry.key}
                  id={`palette-${index}`}
                  role="option"
                  aria-selected={index === chosen}
                  tabIndex={-1}
                  className="palette-row"
                  onMouseMove={() => setCursor(index)}
                  onClick={() => run(entry)}
                >
                  <span className="palette-icon">{entry.icon}</span>
                  <span className="palette-label">{entry.label}</span>
                  {entry.aside && <span className="muted">{entry.aside}</span>}
                </div>
              ))}
            </div>
          );
        })}
        {entries.length === 0 && <p className="palette-none muted">{t(isSearching ? 'common.loading' : 'palette.none')}</p>}
      </div>
    </Dialog>
  );
}
