import { Logo } from './ui/logo.tsx';
import { ThemeButton } from './ui/theme-button.tsx';

/** A link brings another key than the one that is kept: whoever made it would see what is done with theirs, so that is asked. */
export function KeyQuestion({ linked, onAnswer }: { linked: string; onAnswer: (take: boolean) => void }) {
  return (
    <main className="door">
      <div className="door-theme">
        <ThemeButton />
      </div>
      <section className="door-card" aria-labelledby="key-question">
        <h1 className="door-title" id="key-question">
          <Logo /> Another API key?
        </h1>
        <p className="notice notice-held" role="alert">
          The link you opened brings the key <code>{beginning(linked)}</code>, and this browser keeps another
          one. Take it only if the link is from your own terminal: what you do would be done with that key, in
          its project.
        </p>
        <button type="button" className="button button-main" onClick={() => onAnswer(false)}>
          Keep mine
        </button>
        <button type="button" className="button" onClick={() => onAnswer(true)}>
          Replace it by that of the link
        </button>
      </section>
    </main>
  );
}

/** What tells keys apart and opens nothing. */
const beginning = (key: string) => (/^tl_[0-9a-f]{16}/.exec(key)?.[0] ?? key.slice(0, 12)) + '…';
