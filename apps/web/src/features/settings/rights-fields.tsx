import { roles } from '@tradewind/contract/roles';
import type { Role } from '@tradewind/contract/types';
import { Form, Radio, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useShops } from '../../shared/api/shops.ts';
import { ShopChip } from '../../shared/widgets/chips.tsx';

export type ShopsValues = { bounds: 'all' | 'some'; shopIds?: string[] };
export type RightsValues = ShopsValues & { role: Role };

/** Said apart from the list: an emptied list must not come to mean every shop. */
export const shopsValuesOf = (shopIds: readonly string[] | null): ShopsValues => ({
  bounds: shopIds === null ? 'all' : 'some',
  shopIds: [...(shopIds ?? [])],
});
export const shopBoundsOf = ({ bounds, shopIds }: ShopsValues): string[] | null => (bounds === 'all' ? null : [...(shopIds ?? [])]);

/** Role, each with what it may do, and shops: the same two questions wherever rights are given. */
export function RightsFields() {
  const { t } = useTranslation();
  return (
    <>
      <Form.Item name="role" label={t('settings.role')} rules={[{ required: true, message: t('settings.roleMissing') }]}>
        <Select
          data-testid="role-select"
          listHeight={420}
          options={roles.map((role) => ({ value: role, 'data-role': role, title: '', label: t(`roles.${role}`) }))}
          optionRender={({ value }) => <RoleOption role={roles.find((role) => role === value)} />}
        />
      </Form.Item>
      <ShopsField />
    </>
  );
}

function RoleOption({ role }: { role: Role | undefined }) {
  const { t } = useTranslation();
  if (!role) return null;
  return (
    <span className="role-option">
      <span>{t(`roles.${role}`)}</span>
      <span className="muted">{t(`settings.roleTexts.${role}`)}</span>
    </span>
  );
}

export function ShopsField() {
  const { t } = useTranslation();
  const bounds = Form.useWatch<ShopsValues['bounds']>('bounds');
  const { shops } = useShops();
  return (
    <>
      <Form.Item name="bounds" label={t('settings.shops')}>
        <Radio.Group
          options={[
            { value: 'all', label: t('shell.allShops') },
            { value: 'some', label: t('settings.someShops') },
          ]}
        />
      </Form.Item>
      {bounds === 'some' && (
        <Form.Item name="shopIds" rules={[{ required: true, message: t('settings.shopsMissing') }]}>
          <Select
            mode="multiple"
            data-testid="shops-select"
            aria-label={t('settings.someShops')}
            showSearch={{ optionFilterProp: 'search' }}
            options={shops
              .filter(({ state }) => state !== 'unbound')
              .map((shop) => ({ value: shop.id, search: `${shop.market} ${shop.name}`, label: <ShopChip shop={shop} /> }))}
          />
        </Form.Item>
      )}
    </>
  );
}
