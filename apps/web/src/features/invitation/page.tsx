import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../../shared/api/problem.ts';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { Mark } from '../../shared/widgets/icons.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { LanguageField } from '../sign-in/language-field.tsx';
import { verifySecondFactor } from '../sign-in/sign-in.ts';
import { acceptInvitation, type Opened, readInvitation } from './invitation.ts';

const SHORTEST = 12;
const LONGEST = 128;

/** Name and password, once; then the workbench. One form for new people and for those who sign in here already. */
export function InvitationPage() {
  const { t } = useTranslation();
  const [token] = useState(() => location.hash.slice(1));
  const query = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => readInvitation(token),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
  const hasEnded = token === '' || (query.error instanceof ApiProblem && query.error.status < 500 && query.error.status >= 400);
  return (
    <main className="sign-in">
      <title>{`${t('invitation.title')} · Tradewind 信风`}</title>
      <div className="sign-in-card">
        <div className="sign-in-brand">
          <Mark size={40} />
          <div>
            <h1>{query.data ? t('invitation.join', { merchant: query.data.merchant }) : t('invitation.title')}</h1>
            {query.data && <Words opened={query.data} />}
          </div>
        </div>
        {hasEnded ? (
          <Alert
            type="warning"
            showIcon
            role="alert"
            title={t('problems.invitation-ended.title')}
            description={
              <>
                <p>{t('problems.invitation-ended.remedy')}</p>
                <a href="/sign-in">{t('signIn.submit')}</a>
              </>
            }
          />
        ) : query.isPending ? (
          <SkeletonRows rows={4} label={t('common.loading')} />
        ) : query.isError ? (
          <ErrorPanel error={query.error} retry={() => void query.refetch()} />
        ) : (
          <JoinForm token={token} opened={query.data} />
        )}
        <div className="sign-in-foot">
          <LanguageField />
        </div>
      </div>
    </main>
  );
}

function Words({ opened: { invitedBy, role } }: { opened: Opened }) {
  const { t } = useTranslation();
  const words = { role: t(`roles.${role}`) };
  return <p>{invitedBy ? t('invitation.by', { ...words, name: invitedBy }) : t('invitation.byNobody', words)}</p>;
}

type Failure = 'wrong' | 'wrong-code' | 'too-many' | 'unreachable' | ApiProblem;

function failureOf(error: unknown): Failure {
  if (!(error instanceof ApiProblem)) return 'unreachable';
  if (error.status === 401) return 'wrong';
  if (error.status === 429) return 'too-many';
  return error.code === 'unreachable' ? 'unreachable' : error;
}

function JoinForm({ token, opened }: { token: string; opened: Opened }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [isCodeAsked, setCodeAsked] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isBusy, setBusy] = useState(false);

  const join = async (fields: FormData): Promise<Failure | null> => {
    if (isCodeAsked) {
      const outcome = await verifySecondFactor(String(fields.get('code') ?? ''));
      if (outcome !== 'signed-in') return outcome === 'second-factor' ? 'wrong-code' : outcome;
      await acceptInvitation({ token, name });
    } else if ((await acceptInvitation({ token, name, password: String(fields.get('password') ?? '') })) === 'second-factor') {
      setCodeAsked(true);
      return null;
    }
    // A full load: nothing of whoever was signed in here before may survive in memory.
    location.assign('/');
    return null;
  };

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    setBusy(true);
    setFailure(null);
    setFailure(await join(fields).catch(failureOf));
    setBusy(false);
  };

  return (
    <>
      {failure instanceof ApiProblem ? (
        <ErrorPanel error={failure} />
      ) : (
        failure && (
          <Alert type="error" showIcon role="alert" title={t(failure === 'wrong' ? 'invitation.wrong' : `signIn.failures.${failure}`)} />
        )
      )}
      <form onSubmit={(event) => void submit(event)} className="sign-in-form" key={String(isCodeAsked)}>
        {isCodeAsked ? (
          <>
            <label htmlFor="code">{t('signIn.code')}</label>
            <Input id="code" name="code" inputMode="numeric" autoComplete="one-time-code" maxLength={8} required autoFocus size="large" />
          </>
        ) : (
          <>
            <label htmlFor="email">{t('signIn.email')}</label>
            <Input id="email" name="email" value={opened.email} autoComplete="username" readOnly size="large" variant="filled" />
            <label htmlFor="name">{t('invitation.name')}</label>
            <Input
              id="name"
              autoComplete="name"
              maxLength={100}
              value={name}
              onChange={({ target }) => setName(target.value)}
              required
              pattern=".*\S.*"
              autoFocus
              size="large"
            />
            <label htmlFor="password">{t('signIn.password')}</label>
            <Input.Password
              id="password"
              name="password"
              autoComplete="new-password"
              minLength={SHORTEST}
              maxLength={LONGEST}
              required
              size="large"
              aria-describedby="password-help"
            />
            <p id="password-help" className="muted">
              {t('invitation.passwordHelp', { length: SHORTEST })}
            </p>
          </>
        )}
        <Button type="primary" htmlType="submit" size="large" block loading={isBusy} data-testid="join">
          {t('invitation.submit')}
        </Button>
      </form>
    </>
  );
}
