import { useTranslation } from 'react-i18next';

const statuses = [
  ...(['requested', 'awaiting-buyer-shipment', 'shipped-by-buyer', 'parcel-rejected', 'awaiting-buyer-response', 'approved'] as const),
  ...(['completed', 'rejected', 'withdrawn', 'refunded-instead'] as const),
];

/** The platform may know more of them than we do. */
export function useStatusName(): (status: string) => string {
  const { t } = useTranslation();
  return (status) => t(`returns.statuses.${statuses.find((each) => each === status) ?? 'unknown'}`);
}
