import { CheckOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** Copies; where there is no clipboard (no https) the text stands there, selected, to be copied by hand. */
export function CopyButton({ value, label, icon, testId }: { value: string; label: string; icon: ReactNode; testId: string }) {
  const { t } = useTranslation();
  const [state, setState] = useState<'idle' | 'copied' | 'by-hand'>('idle');
  const copy = async () => {
    const isDone = await navigator.clipboard?.writeText(value).then(
      () => true,
      () => false,
    );
    setState(isDone ? 'copied' : 'by-hand');
    if (isDone) setTimeout(() => setState('idle'), 2000);
  };
  return (
    <>
      <Button icon={state === 'copied' ? <CheckOutlined /> : icon} data-testid={testId} onClick={() => void copy()}>
        {state === 'copied' ? t('settings.copied') : label}
      </Button>
      {state === 'by-hand' && (
        <Input className="rule-by-hand" readOnly autoFocus value={value} aria-label={label} onFocus={({ target }) => target.select()} />
      )}
    </>
  );
}
