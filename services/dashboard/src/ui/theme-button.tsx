import { useTheme } from './theme.ts';

export function ThemeButton() {
  const [theme, toggle] = useTheme();
  const other = theme === 'dark' ? 'light' : 'dark';
  return (
    <button
      type="button"
      className="icon-button"
      onClick={toggle}
      title={`Switch to ${other}`}
      aria-label={`Switch to ${other} theme`}
    >
      <svg viewBox="0 0 20 20" aria-hidden="true">
        {theme === 'dark' ? (
          <path d="M10 3.2v1.6M10 15.2v1.6M3.2 10h1.6M15.2 10h1.6M5.2 5.2l1.1 1.1M13.7 13.7l1.1 1.1M14.8 5.2l-1.1 1.1M6.3 13.7l-1.1 1.1M13 10a3 3 0 1 1-6 0 3 3 0 0 1 6 0Z" />
        ) : (
          <path d="M16 11.6A6.3 6.3 0 0 1 8.4 4a6.3 6.3 0 1 0 7.6 7.6Z" />
        )}
      </svg>
    </button>
  );
}
