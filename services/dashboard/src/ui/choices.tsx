import type { ReactNode } from 'react';

type ChoiceProps<Value extends string> = {
  name: string;
  kind?: string;
  words: Record<Value, string>;
  value: Value;
  onChange: (value: Value) => void;
};

/** One of a few, all of which are shown. */
export function Choice<Value extends string>({
  name,
  kind = '',
  words,
  value,
  onChange,
}: ChoiceProps<Value>) {
  return (
    <>
      <legend className="field-name">{name}</legend>
      <div className={`choice ${kind}`}>
        {(Object.entries(words) as [Value, string][]).map(([one, said]) => (
          <label key={one}>
            <input type="radio" checked={value === one} onChange={() => onChange(one)} />
            <span>{said}</span>
          </label>
        ))}
      </div>
    </>
  );
}

/** Something to tick. */
export function Check({
  on,
  onChange,
  children,
}: {
  on: boolean;
  onChange: (on: boolean) => void;
  children: ReactNode;
}) {
  return (
    <label className="check">
      <input type="checkbox" checked={on} onChange={(event) => onChange(event.target.checked)} />
      <span>{children}</span>
    </label>
  );
}
