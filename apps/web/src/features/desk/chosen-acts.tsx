import { BarcodeOutlined, PrinterOutlined, SendOutlined } from '@ant-design/icons';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App, Button, Dropdown, Space } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { apiQuery, call } from '../../shared/api/call.ts';
import { useProblemText } from '../../shared/widgets/error-panel.tsx';
import { idsOf } from './chosen-ids.ts';
import type { Target } from './use-desk.ts';

type Props = {
  /** Read when an act begins: all that match may be others by then. */
  target: () => Target | null;
  ship: (orderIds: readonly string[]) => void;
};

/** What happens to the chosen orders away from the desk: they are shipped, picked together, their labels printed. */
export function ChosenActs({ target, ship }: Props) {
  const { t } = useTranslation();
  const mayPick = useCan('stock:write');
  const chosen = async () => {
    const of = target();
    return of ? idsOf(of) : [];
  };
  const sending = useChosenAct(async () => ship(await chosen()));
  return (
    <Space wrap>
      {mayPick && <WaveOfChosen chosen={chosen} />}
      {mayPick && <LabelsOfChosen chosen={chosen} />}
      <Button
        size="small"
        type="primary"
        icon={<SendOutlined />}
        loading={sending.isPending}
        onClick={() => sending.mutate(undefined)}
        data-testid="ship-chosen"
      >
        {t('fulfilment.ship.open')}
      </Button>
    </Space>
  );
}

type Chosen = { chosen: () => Promise<string[]> };

function LabelsOfChosen({ chosen }: Chosen) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const labels = useChosenAct(async () => {
    const { id } = await call('label-runs.create', { body: { orderIds: (await chosen()).slice(0, 1_000), kind: 'label', layout: 'a6' } });
    await navigate({ to: '/orders/picking/labels/$labelRunId', params: { labelRunId: id } });
  });
  return (
    <Button
      size="small"
      icon={<PrinterOutlined />}
      loading={labels.isPending}
      onClick={() => labels.mutate(undefined)}
      data-testid="labels-of-chosen"
    >
      {t('desk.bulk.labels')}
    </Button>
  );
}

/** In which warehouse is asked only where there are several. */
function WaveOfChosen({ chosen }: Chosen) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { data } = useQuery(apiQuery('warehouses.list', {}));
  const warehouses = data?.items.filter(({ isActive }) => isActive) ?? [];
  const wave = useChosenAct(async (warehouseId: string) => {
    const orderIds = (await chosen()).slice(0, 500);
    const made = await call('pick-waves.create', { body: { warehouseId, kind: 'mixed', ordersMax: 500, orderIds } });
    await navigate({ to: '/orders/picking/$waveId', params: { waveId: made.wave.id } });
  });
  const [only] = warehouses;
  if (!only) return null;
  const button = (
    <Button
      size="small"
      icon={<BarcodeOutlined />}
      loading={wave.isPending}
      data-testid="wave-of-chosen"
      {...(warehouses.length === 1 ? { onClick: () => wave.mutate(only.id) } : {})}
    >
      {t('desk.bulk.wave')}
    </Button>
  );
  if (warehouses.length === 1) return button;
  const items = warehouses.map(({ id, name }) => ({ key: id, label: name }));
  return (
    <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => wave.mutate(key) }}>
      {button}
    </Dropdown>
  );
}

function useChosenAct<V = undefined>(act: (given: V) => Promise<void>) {
  const { notification } = App.useApp();
  const textOf = useProblemText();
  return useMutation({
    mutationFn: act,
    onError: (error) => {
      const { title, remedy } = textOf(error);
      notification.error({ title, description: remedy, placement: 'top' });
    },
  });
}
