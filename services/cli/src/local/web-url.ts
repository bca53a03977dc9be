import { canonicalUrl } from '@trunkline/web/url';
import { clean } from '../output/text.ts';
import { exitCodes } from '../shell/exit-codes.ts';
import { CliError } from '../shell/failure.ts';

/** A URL of the command line, canonical. */
export function canonical(text: string, what: string): string {
  const url = canonicalUrl(text.trim());
  if (url !== null) return url;
  const shown = clean(text.trim()).slice(0, 200);
  const hint = /^[a-z][a-z0-9+.-]*:\/\//i.test(text.trim())
    ? 'Only http and https URLs can be crawled; check the scheme, the host name and the port.'
    : `Did you mean https://${shown}?`;
  throw new CliError(
    exitCodes.usage,
    'BAD_URL',
    `The ${what} ${JSON.stringify(shown)} is not an http or https URL.`,
    hint,
  );
}
