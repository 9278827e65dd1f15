import { CheckOutlined, CopyOutlined } from '@ant-design/icons';
import { Alert, Button } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** A secret that is shown this once: selected at a click, copied by a button, and told that it does not come again. */
export function Once({ value, label, warning, testId }: { value: string; label: string; warning: string; testId: string }) {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    field.current?.select();
    // Without https there may be no clipboard: then the text stands selected and the reader copies it.
    const isDone = await navigator.clipboard?.writeText(value).then(
      () => true,
      () => false,
    );
    setCopied(isDone === true);
  };
  return (
    <div className="once">
      <div className="once-value">
        <input ref={field} readOnly value={value} aria-label={label} data-testid={testId} onFocus={({ target }) => target.select()} />
        <Button type="primary" icon={isCopied ? <CheckOutlined /> : <CopyOutlined />} onClick={() => void copy()}>
          {t(isCopied ? 'settings.copied' : 'settings.copy')}
        </Button>
      </div>
      <Alert type="warning" showIcon title={warning} />
    </div>
  );
}
