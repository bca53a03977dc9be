import type { ReactNode } from 'react';
import { clean, webAddress } from './format.ts';

type Props = { title: string; about: string; tools?: ReactNode; kind?: string; children: ReactNode };

/** A part of the page with its name and what it shows. */
export function Card({ title, about, tools, kind = 'card-flush', children }: Props) {
  return (
    <section className={`card ${kind}`} aria-label={title}>
      <h3 className="card-title">
        {title} <span className="small">{about}</span>
        {tools}
      </h3>
      {children}
    </section>
  );
}

/** The rows of a table below the names of its columns, which may have a class. */
export function Table({
  kind = '',
  heads,
  children,
}: {
  kind?: string;
  heads: readonly (readonly [name: string, kind?: string])[];
  children: ReactNode;
}) {
  return (
    <div className="scroll">
      <table className={`table ${kind}`}>
        <thead>
          <tr>
            {heads.map(([name, of]) => (
              <th key={name} scope="col" className={of}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

/** A URL, which is hostile text: a link only where it leads to the web. */
export function Address({ url, kind = '' }: { url: string; kind?: string }) {
  const address = webAddress(url);
  const look = { className: `mono ${kind}`, title: clean(url) };
  if (!address) return <span {...look}>{clean(url)}</span>;
  return (
    <a {...look} href={address} target="_blank" rel="noopener noreferrer">
      {clean(url)}
    </a>
  );
}
