import { useCallback, useEffect, useMemo, useState } from 'react';
import { ApiContext, openApi } from './api/api.ts';
import { type Keys, keepKey, readKeys } from './api/key.ts';
import { Frame } from './frame.tsx';
import { KeyQuestion } from './key-question.tsx';
import { KeyScreen } from './key-screen.tsx';

/** Asks for a key first; everything else needs one. */
export function App({ initial }: { initial: Keys }) {
  const [{ kept: key, linked }, setKeys] = useState(initial);
  const setKey = (kept: string | null) => setKeys({ kept, linked: null });
  // A link that is opened in a page that is open changes nothing but the fragment.
  useEffect(() => {
    const look = () => location.hash !== '' && setKeys(readKeys(key));
    addEventListener('hashchange', look);
    return () => removeEventListener('hashchange', look);
  }, [key]);
  const [refused, setRefused] = useState<string | null>(null);
  const api = useMemo(() => (key === null ? null : openApi(key)), [key]);

  const enter = (entered: string) => {
    keepKey(entered);
    setRefused(null);
    setKey(entered);
  };
  const leave = useCallback((why: string | null) => {
    keepKey(null);
    setRefused(why);
    setKeys({ kept: null, linked: null });
  }, []);

  if (linked !== null)
    return <KeyQuestion linked={linked} onAnswer={(take) => (take ? enter(linked) : setKey(key))} />;
  if (api === null) return <KeyScreen refused={refused} onKey={enter} />;
  return (
    <ApiContext value={api}>
      <Frame onLeave={leave} />
    </ApiContext>
  );
}
