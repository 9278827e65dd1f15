import { ArrowLeftOutlined, LinkOutlined, UndoOutlined } from '@ant-design/icons';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Alert, Button } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NotFound } from '../../app/not-found.tsx';
import { type Answer, apiQuery } from '../../shared/api/call.ts';
import { ApiProblem } from '../../shared/api/problem.ts';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { PageHeader } from '../../shared/widgets/page-header.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { CopyButton } from './copy-button.tsx';
import { Fields } from './field.tsx';
import { type FieldProblem, type Filled, FormContext } from './form-context.ts';
import { type Field, fieldsOf } from './form-model.ts';
import { sharedAddress, withValue } from './input.ts';
import { RawView } from './raw-view.tsx';
import { Result } from './result.tsx';
import './rules.css';
import { ShopFill } from './shop-fill.tsx';
import { useSharedInput } from './use-shared-input.ts';
import { useWords } from './use-words.ts';
import { textOf, type Words } from './words.ts';

export function PolicyPage() {
  const { t } = useTranslation();
  // The route that shows this page has the parameter.
  const { policyId } = useParams({ strict: false }) as { policyId: string };
  const policy = useQuery({ ...apiQuery('policies.get', { params: { policyId } }), staleTime: Number.POSITIVE_INFINITY });
  const words = useWords();
  if (policy.error instanceof ApiProblem && policy.error.status === 404) return <NotFound />;
  const error = policy.error ?? words.error;
  if (error) return <ErrorPanel error={error} isPage />;
  if (!policy.data || !words.data) return <SkeletonRows rows={10} label={t('common.loading')} />;
  return <Tool key={policyId} policy={policy.data} words={words.data} />;
}

function Tool({ policy, words }: { policy: Answer<'policies.get'>; words: Words }) {
  const { t } = useTranslation();
  const { id, inputSchema, example, ...rest } = policy;
  const text = textOf(words, id)?.text ?? { name: id, answers: '', fields: {}, outputs: {}, explanation: {} };
  const fields = useMemo(() => fieldsOf(inputSchema), [inputSchema]);
  const { draft, setDraft, settled, reset, isBroken } = useSharedInput(example);
  const [filled, setFilled] = useState<readonly Filled[]>([]);
  const answer = useQuery({
    ...apiQuery('policies.evaluate', { params: { policyId: id }, body: settled }),
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  });
  const problems = answer.error instanceof ApiProblem && answer.error.status === 422 ? answer.error.fields : [];
  const fillIn = (news: readonly Filled[]) => {
    setFilled(news);
    setDraft(news.reduce((input, { path, value }) => withValue(input, path, value), draft));
  };
  const scope = {
    input: draft,
    example,
    problems,
    filled,
    text,
    words,
    set: (at: string, value: unknown) => setDraft(withValue(draft, at, value)),
  };
  return (
    <FormContext value={scope}>
      <PageHeader
        title={text.name}
        answer={text.answers}
        actions={
          <>
            <Button icon={<UndoOutlined />} onClick={reset} data-testid="rule-reset">
              {t('rules.reset')}
            </Button>
            <CopyButton
              value={sharedAddress(location.origin, id, draft)}
              label={t('rules.copyLink')}
              icon={<LinkOutlined />}
              testId="copy-link"
            />
          </>
        }
      />
      <Link to="/rules" className="rule-back">
        <ArrowLeftOutlined /> {t('rules.all')}
      </Link>
      {isBroken && (
        <Alert
          className="rule-broken"
          type="error"
          showIcon
          role="alert"
          title={t('rules.broken.title')}
          description={t('rules.broken.text')}
        />
      )}
      <div className="rule-tool">
        <section className="panel" aria-labelledby="rule-input">
          <div className="panel-head">
            <h2 id="rule-input">{t('rules.question')}</h2>
            <ShopFill id={id} onFilled={fillIn} />
          </div>
          <form className="rule-grid rule-form" onSubmit={(event) => event.preventDefault()}>
            <Fields fields={fields} at="" />
          </form>
          <Homeless problems={problems} fields={fields} />
        </section>
        <section className="panel rule-side" aria-labelledby="rule-output">
          <div className="panel-head">
            <h2 id="rule-output">{t('rules.says')}</h2>
          </div>
          {problems.length > 0 && (
            <Alert type="error" showIcon title={t('rules.mend', { count: problems.length })} data-testid="rule-mend" />
          )}
          {answer.error && problems.length === 0 && <ErrorPanel error={answer.error} retry={() => void answer.refetch()} />}
          {answer.data && !answer.error && (
            <Result output={answer.data} facts={{ id, ...rest }} isOld={answer.isPlaceholderData || draft !== settled} />
          )}
          {answer.isPending && !answer.error && <SkeletonRows rows={5} label={t('common.loading')} />}
        </section>
      </div>
      <RawView id={id} input={draft} output={answer.error ? undefined : answer.data} />
    </FormContext>
  );
}

/** What is wrong where the form has no field: keys that a hand-written address brought along. */
function Homeless({ problems, fields }: { problems: readonly FieldProblem[]; fields: readonly Field[] }) {
  const { t } = useTranslation();
  const shown = new Set(fields.map((field) => field.key));
  const lost = problems.filter(({ path, code }) => code === 'unknown-key' || !shown.has(path.split('/')[1] ?? ''));
  if (lost.length === 0) return null;
  return (
    <Alert
      className="rule-homeless"
      type="error"
      title={t('rules.homeless')}
      description={
        <ul>
          {lost.map(({ path, message }) => (
            <li key={path}>
              <code>{path || '/'}</code> {message}
            </li>
          ))}
        </ul>
      }
    />
  );
}
