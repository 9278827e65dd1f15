import { BulbOutlined, CloseOutlined, ReloadOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { Button, Popover } from 'antd';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../../app/session.ts';
import { useProblemText } from '../../../shared/widgets/error-panel.tsx';
import { WrittenText } from '../../../shared/widgets/written-text.tsx';
import { fill } from '../blanks.ts';
import type { ConversationDetail } from '../inbox-look.ts';
import { useKnown } from '../use-known.ts';
import './assist.css';
import type { SuggestedReply, useSuggestion } from './use-suggestion.ts';

type Source = SuggestedReply['sources'][number];
type Asked = ReturnType<typeof useSuggestion>;
type Props = { conversation: ConversationDetail; asked: Asked; use: (suggestionId: string, words: string) => void };

/** A draft with what it rests on, above the box: it comes into the box when somebody says so, and goes out as everything that stands there. */
export function Suggestion({ conversation, asked, use }: Props) {
  const { t } = useTranslation();
  const known = useKnown(conversation, useMe().name);
  const textOf = useProblemText();
  const { suggestion, error, isPending, close } = asked;
  if (isPending)
    return (
      <div className="suggestion" role="status" data-testid="suggestion-pending">
        <span className="muted">{t('assist.asking')}</span>
      </div>
    );
  if (error)
    return (
      <div className="suggestion" role="alert">
        <div className="suggestion-head">
          <span>{textOf(error).title}</span>
          <CloseButton close={close} />
        </div>
      </div>
    );
  if (!suggestion) return null;
  return (
    <section className="suggestion" aria-label={t('assist.title')} data-testid="suggestion" data-made-by={suggestion.madeBy}>
      <div className="suggestion-head">
        <strong>
          <BulbOutlined /> {t('assist.title')}
        </strong>
        <span className="muted">{t(`assist.madeBy.${suggestion.madeBy}`)}</span>
        <CloseButton close={close} />
      </div>
      {suggestion.text !== null && (
        <div className="suggestion-text" dir="auto" data-testid="suggestion-text">
          <WrittenText text={fill(suggestion.text, known)} />
        </div>
      )}
      {suggestion.fault !== null && <p className="muted">{t([`assist.fault.${suggestion.fault}`, 'assist.fault.other'] as never)}</p>}
      <div className="suggestion-foot">
        {suggestion.sources.map((source) => (
          <SourceChip key={`${source.kind} ${source.id} ${source.title}`} source={source} />
        ))}
        <span className="suggestion-acts">
          {suggestion.text === null ? (
            <Link to="/inbox/knowledge" search={{ add: true }} data-testid="write-entry">
              {t('assist.write')}
            </Link>
          ) : (
            <>
              <Button
                size="small"
                type="primary"
                ghost
                onClick={() => {
                  use(suggestion.id, fill(suggestion.text ?? '', known));
                  close();
                }}
                data-testid="use-suggestion"
              >
                {t('assist.use')}
              </Button>
              <Button size="small" onClick={() => asked.dismiss(suggestion.id)} data-testid="dismiss-suggestion">
                {t('assist.dismiss')}
              </Button>
            </>
          )}
          <Button
            size="small"
            type="text"
            icon={<ReloadOutlined />}
            aria-label={t('assist.again')}
            title={t('assist.again')}
            onClick={() => asked.ask(true)}
          />
        </span>
      </div>
    </section>
  );
}

export function SuggestButton({ asked }: { asked: Asked }) {
  const { t } = useTranslation();
  if (!asked.isOffered) return null;
  return (
    <Button
      type="text"
      icon={<BulbOutlined />}
      loading={asked.isPending}
      aria-label={t('assist.suggest')}
      title={t('assist.suggest')}
      onClick={() => asked.ask()}
      data-testid="suggest"
    />
  );
}

function CloseButton({ close }: { close: () => void }) {
  const { t } = useTranslation();
  return <Button size="small" type="text" icon={<CloseOutlined />} aria-label={t('assist.close')} onClick={close} />;
}

function SourceChip({ source }: { source: Source }) {
  const { t } = useTranslation();
  const name = source.title || t(`assist.source.${source.kind}`);
  return (
    <Popover
      trigger="click"
      title={t(`assist.source.${source.kind}`)}
      content={
        <div className="suggestion-source">
          <WrittenText text={source.text} />
          <SourceLink source={source} />
        </div>
      }
    >
      <button type="button" className="suggestion-chip" data-testid="suggestion-source" data-kind={source.kind}>
        {source.kind !== 'answer' && <span className="muted">{t(`assist.source.${source.kind}`)}</span>} {name}
      </button>
    </Popover>
  );
}

function SourceLink({ source: { kind, id } }: { source: Source }) {
  const { t } = useTranslation();
  if (kind === 'answer') return <p className="muted">{t('assist.severalBuyers')}</p>;
  if (id === null || kind === 'saved-reply') return null;
  if (kind === 'order')
    return (
      <Link to="/orders/$orderId" params={{ orderId: id }}>
        {t('assist.open')}
      </Link>
    );
  if (kind === 'product')
    return (
      <Link to="/products/$productId" params={{ productId: id }}>
        {t('assist.open')}
      </Link>
    );
  return <Link to="/inbox/knowledge">{t('assist.open')}</Link>;
}
