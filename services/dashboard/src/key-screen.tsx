import { type FormEvent, useState } from 'react';
import { Logo } from './ui/logo.tsx';
import { ThemeButton } from './ui/theme-button.tsx';

/** The door: asks for an API key and says where to find one. */
export function KeyScreen({ refused, onKey }: { refused: string | null; onKey: (key: string) => void }) {
  const [key, setKey] = useState('');
  const enter = (event: FormEvent) => {
    event.preventDefault();
    if (key.trim()) onKey(key.trim());
  };
  return (
    <main className="door">
      <div className="door-theme">
        <ThemeButton />
      </div>
      <form className="door-card" onSubmit={enter}>
        <h1 className="door-title">
          <Logo /> Trunkline
        </h1>
        <label className="field">
          <span className="field-name">API key</span>
          <input
            type="password"
            className="input mono"
            autoComplete="off"
            spellCheck={false}
            placeholder="tl_…"
            value={key}
            onChange={(event) => setKey(event.target.value)}
          />
        </label>
        {refused && (
          <p className="notice notice-bad" role="alert">
            {refused}
          </p>
        )}
        <button type="submit" className="button button-main" disabled={!key.trim()}>
          Open
        </button>
        <p className="small">
          The first <code>npm start</code> prints the admin key, and keeps it in{' '}
          <code>.trunkline/admin-key</code>; <code>npx trunkline key reset</code> there makes a new one. The
          key stays in this browser and is sent to this server only.
        </p>
      </form>
    </main>
  );
}
