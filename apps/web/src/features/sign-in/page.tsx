import { useNavigate, useSearch } from '@tanstack/react-router';
import { Alert, Button, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../../app/session.ts';
import { Mark } from '../../shared/widgets/icons.tsx';
import { LanguageField } from './language-field.tsx';
import { type SignInOutcome, signInByPassword, verifySecondFactor } from './sign-in.ts';

type Step = 'password' | 'second-factor';

/** Only paths of our own are followed after sign-in; anything else would let a link lead people astray. */
const safeNext = (next: unknown): string => (typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : '/');

export function SignInPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { next } = useSearch({ strict: false }) as { next?: unknown };
  const [step, setStep] = useState<Step>('password');
  const [failure, setFailure] = useState<Exclude<SignInOutcome, 'signed-in' | 'second-factor'> | null>(null);
  const [isBusy, setBusy] = useState(false);

  const proceed = async (attempt: Promise<SignInOutcome>) => {
    setBusy(true);
    setFailure(null);
    const outcome = await attempt;
    setBusy(false);
    if (outcome === 'second-factor') return setStep('second-factor');
    if (outcome !== 'signed-in') return setFailure(outcome);
    queryClient.clear();
    // The wanted page came as a whole address with its filters.
    await navigate({ href: safeNext(next), replace: true });
  };

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const text = (name: string) => String(fields.get(name) ?? '');
    void proceed(
      step === 'password' ? signInByPassword({ email: text('email'), password: text('password') }) : verifySecondFactor(text('code')),
    );
  };

  return (
    <main className="sign-in">
      <title>{`${t('signIn.title')} · Tradewind 信风`}</title>
      <div className="sign-in-card">
        <div className="sign-in-brand">
          <Mark size={40} />
          <div>
            <h1>Tradewind 信风</h1>
            <p>{t('signIn.promise')}</p>
          </div>
        </div>
        {failure && <Alert type="error" showIcon role="alert" title={t(`signIn.failures.${failure}`)} />}
        <form onSubmit={submit} key={step} className="sign-in-form">
          {step === 'password' ? (
            <>
              <label htmlFor="email">{t('signIn.email')}</label>
              <Input id="email" name="email" type="email" autoComplete="username" required autoFocus size="large" />
              <label htmlFor="password">{t('signIn.password')}</label>
              <Input.Password id="password" name="password" autoComplete="current-password" required size="large" />
            </>
          ) : (
            <>
              <label htmlFor="code">{t('signIn.code')}</label>
              <Input id="code" name="code" inputMode="numeric" autoComplete="one-time-code" maxLength={8} required autoFocus size="large" />
            </>
          )}
          <Button type="primary" htmlType="submit" size="large" block loading={isBusy}>
            {t('signIn.submit')}
          </Button>
        </form>
        <div className="sign-in-foot">
          <LanguageField />
        </div>
      </div>
    </main>
  );
}
