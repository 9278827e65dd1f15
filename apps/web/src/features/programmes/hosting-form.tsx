import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { HostingView } from '@tradewind/contract/types';
import { eu27 } from '@tradewind/rules/countries';
import { Button, Checkbox, Form, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { call } from '../../shared/api/call.ts';
import { useDocumentNames } from '../../shared/document-names.ts';
import { marketName } from '../../shared/markets.ts';
import { MarketChip } from '../../shared/widgets/chips.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { Instant } from '../../shared/widgets/instant.tsx';
import { usePolicyWords } from './use-reason-words.ts';

type Values = HostingView['form'];
const entities = ['CN', 'HK', 'DE', 'FR', 'IT', 'ES', 'GB', 'US'];
const stock = [...eu27, 'GB', 'CH', 'NO', 'CN', 'US'];

function useCountries(codes: readonly string[]) {
  const { i18n } = useTranslation();
  return [...new Set(codes)].map((code) => ({
    value: code,
    label: <MarketChip market={code} isNamed />,
    words: `${code} ${marketName(code, i18n.language)}`,
  }));
}

/** The interest form, filled with what is known; it may be kept before it is complete. */
export function HostingForm({ view }: { view: HostingView }) {
  const { t } = useTranslation();
  const { typeName } = useDocumentNames();
  const { field } = usePolicyWords('eu-local-hosted');
  const mayWrite = useCan('programmes:write');
  const client = useQueryClient();
  const [form] = Form.useForm<Values>();
  const { documents, savedAt } = view;
  const save = useMutation({
    mutationFn: (values: Values) =>
      call('eu-local-hosted.save', { params: { shopId: view.shop.id }, body: { ...values, shipToCountry: values.shipToCountry ?? null } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['eu-local-hosted.get'] }),
  });
  const required = [{ required: true, message: t('programmes.required') }];
  const search = { optionFilterProp: 'words' };
  return (
    <section className="panel programme-card" aria-label={t('programmes.hosting.form')}>
      <header className="programme-card-head">
        <h2>{t('programmes.hosting.form')}</h2>
        <span className="muted">
          {savedAt ? (
            <>
              {t('programmes.savedAt')} <Instant at={savedAt} hasYear />
            </>
          ) : (
            t('programmes.hosting.prefilled', { entity: view.entity })
          )}
        </span>
      </header>
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        disabled={!mayWrite}
        initialValues={view.form}
        onFinish={(values) => save.mutate(values)}
      >
        {save.isError && <ErrorPanel error={save.error} />}
        <div className="programme-pair">
          <Form.Item name="entityJurisdiction" label={field('entityJurisdiction')} rules={required}>
            <Select showSearch={search} options={useCountries([view.form.entityJurisdiction, ...entities])} />
          </Form.Item>
          <Form.Item name="shipToCountry" label={field('shipToCountry')}>
            <Select allowClear showSearch={search} options={useCountries(eu27)} data-testid="hosting-ship-to" />
          </Form.Item>
          <Form.Item name="stockCountries" label={field('stockCountries')}>
            <Select mode="multiple" showSearch={search} options={useCountries(stock)} data-testid="hosting-stock" />
          </Form.Item>
          <Form.Item name="vatCountries" label={field('vatCountries')}>
            <Select mode="multiple" showSearch={search} options={useCountries([...eu27, 'GB'])} data-testid="hosting-vat" />
          </Form.Item>
        </div>
        <Form.Item
          name="documentIds"
          label={field('documents')}
          help={
            <Link to="/compliance" search={{ view: 'vault' }}>
              {t('programmes.hosting.toVault')}
            </Link>
          }
        >
          <Select
            mode="multiple"
            placeholder={documents.length === 0 ? t('programmes.hosting.noPapers') : undefined}
            options={documents.map(({ id, type, fileName, status }) => ({
              value: id,
              label: `${typeName(type)} · ${fileName} · ${t(`compliance.status.${status}`)}`,
            }))}
          />
        </Form.Item>
        <Form.Item name="invited" valuePropName="checked">
          <Checkbox>{field('invited')}</Checkbox>
        </Form.Item>
        {mayWrite && (
          <Button htmlType="submit" loading={save.isPending} data-testid="hosting-save">
            {t('programmes.save')}
          </Button>
        )}
      </Form>
    </section>
  );
}
