type Props = {
  title: string;
  placeholder: string;
  help?: string;
  /** `lines` for many, `code` for what is read letter by letter. */
  kind?: 'text' | 'code' | 'lines' | 'number';
  least?: number;
  required?: boolean;
  value: string;
  wrong: boolean;
  onText: (text: string) => void;
};

/** A text of a form with its name above and what to know of it below. */
export function Field({ title, help, kind = 'text', least, value, wrong, onText, ...rest }: Props) {
  const shared = { ...rest, value, spellCheck: false, 'aria-invalid': wrong || undefined };
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: one of the two is inside
    <label className="field">
      <span className="field-name">{title}</span>
      {kind === 'lines' ? (
        <textarea
          {...shared}
          className="input mono"
          rows={rest.required ? 3 : 2}
          onChange={(event) => onText(event.target.value)}
        />
      ) : (
        <input
          {...shared}
          className={kind === 'code' ? 'input mono' : 'input'}
          type={kind === 'number' ? 'number' : 'text'}
          min={least}
          onChange={(event) => onText(event.target.value)}
        />
      )}
      {help && <span className="field-help small">{help}</span>}
    </label>
  );
}
