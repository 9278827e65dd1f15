import { useQuery } from '@tanstack/react-query';
import type { QualificationDocument } from '@tradewind/contract/types';
import { Form, Input, Radio, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { apiQuery } from '../../shared/api/call.ts';
import { useDocumentNames } from '../../shared/document-names.ts';
import { categories } from './categories.ts';
import { useCountryOptions } from './country-options.tsx';
import { TypeField } from './type-field.tsx';

export type DocumentValues = {
  type: string;
  status: QualificationDocument['status'];
  country: string;
  legalEntityId?: string;
  brand?: string;
  markets: string[];
  category?: string;
  listingIds: string[];
  validFrom?: string;
  validUntil?: string;
};

type Wanted = { type: string; market: string; category: string | null };

export function valuesOf(document?: QualificationDocument, wanted?: Wanted): Partial<DocumentValues> {
  if (!document)
    return {
      status: 'approved',
      listingIds: [],
      ...(wanted ? { type: wanted.type, country: wanted.market, markets: [wanted.market] } : { markets: [] }),
    };
  const { type, status, country, markets, listingIds, legalEntity, brand, category, validFrom, validUntil } = document;
  return {
    ...{ type, status, country, markets, listingIds },
    ...(legalEntity ? { legalEntityId: legalEntity.id } : {}),
    ...(brand ? { brand } : {}),
    ...(category ? { category } : {}),
    ...(validFrom ? { validFrom } : {}),
    ...(validUntil ? { validUntil } : {}),
  };
}

const statuses = ['approved', 'pending', 'rejected'] as const;

/** `needsListings`: whoever is bound to some shops files papers of their listings only. */
export function DocumentFields({ needsListings }: { needsListings: boolean }) {
  const { t } = useTranslation();
  const { categoryName } = useDocumentNames();
  const countries = useCountryOptions();
  const { data: entities } = useQuery(apiQuery('legal-entities.list', { query: { limit: 200 } }));
  return (
    <>
      <TypeField name="type" />
      <div className="form-pair">
        <Form.Item
          name="country"
          label={t('compliance.form.country')}
          rules={[{ required: true, message: t('compliance.form.countryMissing') }]}
        >
          <Select showSearch={{ optionFilterProp: 'words' }} options={countries} data-testid="document-country" />
        </Form.Item>
        <Form.Item name="markets" label={t('compliance.form.markets')} extra={t('compliance.form.marketsHelp')}>
          <Select
            mode="multiple"
            showSearch={{ optionFilterProp: 'words' }}
            options={countries}
            placeholder={t('compliance.form.everywhere')}
          />
        </Form.Item>
      </div>
      <div className="form-pair">
        <Form.Item name="validFrom" label={t('compliance.form.validFrom')}>
          <Input type="date" />
        </Form.Item>
        <Form.Item name="validUntil" label={t('compliance.form.validUntil')} extra={t('compliance.form.validUntilHelp')}>
          <Input type="date" data-testid="document-until" />
        </Form.Item>
      </div>
      <div className="form-pair">
        <Form.Item name="legalEntityId" label={t('compliance.form.entity')}>
          <Select
            allowClear
            placeholder={t('compliance.form.allEntities')}
            options={(entities?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Form.Item>
        <Form.Item name="brand" label={t('compliance.form.brand')}>
          <Input maxLength={100} placeholder={t('compliance.form.allBrands')} autoComplete="off" />
        </Form.Item>
      </div>
      <Form.Item name="category" label={t('compliance.form.category')}>
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={t('compliance.form.allCategories')}
          options={categories.map((category) => ({ value: category, label: categoryName(category) }))}
        />
      </Form.Item>
      <ListingField isRequired={needsListings} />
      <Form.Item name="status" label={t('compliance.form.status')} extra={t('compliance.form.statusHelp')}>
        <Radio.Group options={statuses.map((status) => ({ value: status, label: t(`compliance.status.${status}`) }))} />
      </Form.Item>
    </>
  );
}

function ListingField({ isRequired }: { isRequired: boolean }) {
  const { t } = useTranslation();
  const { data } = useQuery(apiQuery('listings.list', { query: { limit: 200 } }));
  const options = (data?.items ?? []).map(({ id, title, shop }) => ({ value: id, label: `${shop.market} · ${title}` }));
  return (
    <Form.Item
      name="listingIds"
      label={t('compliance.form.listings')}
      rules={isRequired ? [{ required: true, type: 'array', min: 1, message: t('compliance.form.listingsMissing') }] : []}
    >
      <Select
        mode="multiple"
        maxTagCount={3}
        showSearch={{ optionFilterProp: 'label' }}
        placeholder={t('compliance.form.allListings')}
        options={options}
      />
    </Form.Item>
  );
}
