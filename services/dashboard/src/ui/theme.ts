import { useEffect, useState } from 'react';

export type Theme = 'light' | 'dark';

const prefersDark = () => matchMedia('(prefers-color-scheme: dark)');

function themeNow(): Theme {
  const chosen = document.documentElement.dataset['theme'];
  if (chosen === 'light' || chosen === 'dark') return chosen;
  return prefersDark().matches ? 'dark' : 'light';
}

/** The theme in force, and a toggle that is remembered. Without a choice the system's theme is followed. */
export function useTheme(): [Theme, () => void] {
  const [theme, setTheme] = useState(themeNow);

  useEffect(() => {
    const query = prefersDark();
    const follow = () => setTheme(themeNow());
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }, []);

  const toggle = () => {
    const next: Theme = theme === 'dark' ? 'light' : 'dark';
    document.documentElement.dataset['theme'] = next;
    try {
      localStorage.setItem('trunkline.theme', next);
    } catch {
      // Storage is switched off: the choice holds until the page is left.
    }
    setTheme(next);
  };
  return [theme, toggle];
}
