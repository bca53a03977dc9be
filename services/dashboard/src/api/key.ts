const place = 'trunkline.key';

/**
 * The API key this browser keeps. `npm start` prints a link ending in `#key=…`: a fragment is never sent to a
 * server, and it is taken out of the address bar and the history at once.
 */
export function readKey(): string | null {
  const fragment = new URLSearchParams(location.hash.slice(1)).get('key');
  if (fragment) {
    history.replaceState(null, '', location.pathname + location.search);
    keepKey(fragment);
    return fragment;
  }
  try {
    return localStorage.getItem(place);
  } catch {
    return null;
  }
}

export function keepKey(key: string | null): void {
  try {
    if (key === null) localStorage.removeItem(place);
    else localStorage.setItem(place, key);
  } catch {
    // Storage is switched off: the key holds until the page is left.
  }
}
