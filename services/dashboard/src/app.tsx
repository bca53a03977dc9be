import { useCallback, useMemo, useState } from 'react';
import { ApiContext, openApi } from './api/api.ts';
import { keepKey } from './api/key.ts';
import { Frame } from './frame.tsx';
import { KeyScreen } from './key-screen.tsx';

/** Asks for a key first; everything else needs one. */
export function App({ initialKey }: { initialKey: string | null }) {
  const [key, setKey] = useState(initialKey);
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
    setKey(null);
  }, []);

  if (api === null) return <KeyScreen refused={refused} onKey={enter} />;
  return (
    <ApiContext value={api}>
      <Frame onLeave={leave} />
    </ApiContext>
  );
}
