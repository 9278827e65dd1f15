import { CodeOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { CopyButton } from './copy-button.tsx';
import { curlOf, type Input } from './input.ts';

/** The same for programmers: what goes in, what comes out, and how to ask it from a shell. */
export function RawView({ id, input, output }: { id: string; input: Input; output: unknown }) {
  const { t } = useTranslation();
  const curl = curlOf(location.origin, id, input);
  return (
    <details className="panel rule-raw">
      <summary>{t('rules.raw')}</summary>
      <div className="rule-raw-body">
        <div className="rule-raw-actions">
          <CopyButton value={curl} label={t('rules.copyCurl')} icon={<CodeOutlined />} testId="copy-curl" />
          <span className="muted">{t('rules.keyHint')}</span>
        </div>
        <Json title={t('rules.rawIn')} value={input} />
        {output !== undefined && <Json title={t('rules.rawOut')} value={output} />}
      </div>
    </details>
  );
}

function Json({ title, value }: { title: string; value: unknown }) {
  return (
    <div>
      <h3>{title}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and keys can scroll it */}
      <pre tabIndex={0}>{JSON.stringify(value, null, 2)}</pre>
    </div>
  );
}
