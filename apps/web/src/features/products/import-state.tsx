import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  CloseCircleOutlined,
  LoadingOutlined,
  StopOutlined,
  UndoOutlined,
} from '@ant-design/icons';
import type { ProductImport } from '@tradewind/contract/types';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Tag, type Tone } from '../../shared/widgets/status-tag.tsx';

const looks: Record<ProductImport['state'], [Tone, ReactNode]> = {
  uploaded: ['plain', <ClockCircleOutlined key="i" />],
  checking: ['plain', <LoadingOutlined key="i" />],
  checked: ['soon', <ClockCircleOutlined key="i" />],
  applying: ['plain', <LoadingOutlined key="i" />],
  cancelled: ['soon', <StopOutlined key="i" />],
  applied: ['done', <CheckCircleOutlined key="i" />],
  undoing: ['plain', <LoadingOutlined key="i" />],
  undone: ['quiet', <UndoOutlined key="i" />],
  refused: ['losing', <CloseCircleOutlined key="i" />],
};

export function ImportState({ row }: { row: Pick<ProductImport, 'state'> }) {
  const { t } = useTranslation();
  const [tone, icon] = looks[row.state];
  return (
    <Tag tone={tone} icon={icon}>
      {t(`products.imports.states.${row.state}`)}
    </Tag>
  );
}
