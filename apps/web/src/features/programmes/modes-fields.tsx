import { InputNumber } from 'antd';
import { type ReactNode, useId } from 'react';

export function Labelled({ label, children }: { label: string; children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <div className="labelled">
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </div>
  );
}

/** A share as people say it. Emptied it is nought. */
export function Percent({ id, share, setShare }: { id: string; share: number; setShare: (share: number) => void }) {
  return (
    <InputNumber
      id={id}
      min={0}
      max={100}
      value={Number((share * 100).toPrecision(6))}
      suffix="%"
      onChange={(value) => setShare(Number(((value ?? 0) / 100).toPrecision(8)))}
    />
  );
}
