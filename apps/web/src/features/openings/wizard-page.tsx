import { Link } from '@tanstack/react-router';
import { Steps } from 'antd';
import { useTranslation } from 'react-i18next';
import { useIsPhone } from '../../shared/use-media.ts';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { PageHeader } from '../../shared/widgets/page-header.tsx';
import './openings.css';
import { useMayOpen } from './next-market.tsx';
import { useWizard } from './use-wizard.ts';
import { WizardChoose } from './wizard-choose.tsx';
import { WizardPapers } from './wizard-papers.tsx';
import { WizardSubmit } from './wizard-submit.tsx';

/** Three screens: where, what it takes, hand it in. From the second on everything is a draft on the server. */
export function OpenShopPage() {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const mayOpen = useMayOpen();
  const { wizard, change } = useWizard();
  const { step } = wizard;
  if (!mayOpen) return <EmptyState kind="no-right" title={t('common.noRight.title')} text={t('openings.wizard.noRight')} isPage />;
  return (
    <>
      <PageHeader
        title={t('openings.wizard.title')}
        answer={t(`openings.wizard.answers.${step}`)}
        actions={<Link to="/openings">{t('openings.wizard.leave')}</Link>}
      />
      <Steps
        className="wizard-steps"
        size="small"
        orientation="horizontal"
        responsive={false}
        current={step - 1}
        items={([1, 2, 3] as const).map((each) => ({ title: isPhone && each !== step ? '' : t(`openings.wizard.steps.${each}`) }))}
      />
      {step === 1 && <WizardChoose wizard={wizard} change={change} />}
      {step === 2 && <WizardPapers wizard={wizard} change={change} />}
      {step === 3 && <WizardSubmit wizard={wizard} change={change} />}
    </>
  );
}
