import type { JobCreateInput, ScopeKind } from '@trunkline/client';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useApi, useChange } from '../api/api.ts';
import type { Problem } from '../api/problem.ts';
import { ProblemNotice } from '../ui/notice.tsx';
import { type PaceDraft, PaceFields, paceFromDraft } from './pace-fields.tsx';

const scopes: Record<ScopeKind, string> = {
  HOST: 'the hosts of the seeds',
  DOMAIN: 'their domains, with all hosts',
  PREFIX: 'below the seeds’ folders',
  ANY: 'everywhere',
};

type Draft = {
  seeds: string;
  name: string;
  scope: ScopeKind;
  include: string;
  exclude: string;
  maxPages: string;
  maxDepth: string;
  pace: PaceDraft | null;
  userAgent: string;
  privateNetworks: boolean;
};

const blank: Draft = {
  seeds: '',
  name: '',
  scope: 'HOST',
  include: '',
  exclude: '',
  maxPages: '',
  maxDepth: '',
  pace: null,
  userAgent: '',
  privateNetworks: false,
};

export function CreateJob({ onClose, onCreated }: { onClose: () => void; onCreated: (id: string) => void }) {
  const { client } = useApi();
  const dialog = useRef<HTMLDialogElement>(null);
  const [draft, setDraft] = useState(blank);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, create] = useChange();
  // One key per opened form: pressing twice, or again after a lost answer, makes one job.
  const [idempotencyKey, setIdempotencyKey] = useState(() => crypto.randomUUID());
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part });

  useEffect(() => {
    const element = dialog.current;
    if (element && !element.open) element.showModal();
  }, []);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const creating = client.jobs.create({ ...inputFrom(draft), idempotencyKey });
    const refused = await create(creating);
    if (refused === null) return onCreated((await creating).id);
    setProblem(refused);
    // A refused input was not stored under the key, but the next one differs: it gets its own.
    if (!refused.passing) setIdempotencyKey(crypto.randomUUID());
  };
  const invalid = (field: string) => (problem?.field === field ? true : undefined);

  return (
    <dialog ref={dialog} className="dialog" onClose={onClose} aria-labelledby="create-title">
      <form onSubmit={(event) => void submit(event)}>
        <h2 id="create-title">New job</h2>
        <label className="field">
          <span className="field-name">Start from</span>
          <textarea
            className="input mono"
            rows={3}
            required
            spellCheck={false}
            placeholder="https://example.com/"
            aria-invalid={invalid('seeds')}
            value={draft.seeds}
            onChange={(event) => change({ seeds: event.target.value })}
          />
          <span className="field-help">One URL a line, up to 1,000.</span>
        </label>
        <fieldset className="field">
          <legend className="field-name">Follow links</legend>
          <div className="choice choice-tall">
            {(Object.entries(scopes) as [ScopeKind, string][]).map(([kind, words]) => (
              <label key={kind}>
                <input type="radio" checked={draft.scope === kind} onChange={() => change({ scope: kind })} />
                <span>{words}</span>
              </label>
            ))}
          </div>
        </fieldset>
        <div className="field-pair">
          <label className="field">
            <span className="field-name">Stop after</span>
            <input
              className="input"
              type="number"
              min="1"
              step="1"
              placeholder="no limit"
              aria-invalid={invalid('limits.maxPages')}
              value={draft.maxPages}
              onChange={(event) => change({ maxPages: event.target.value })}
            />
            <span className="field-help">pages</span>
          </label>
          <label className="field">
            <span className="field-name">Depth</span>
            <input
              className="input"
              type="number"
              min="0"
              step="1"
              placeholder="no limit"
              aria-invalid={invalid('limits.maxDepth')}
              value={draft.maxDepth}
              onChange={(event) => change({ maxDepth: event.target.value })}
            />
            <span className="field-help">links away from the start</span>
          </label>
        </div>
        <label className="check">
          <input
            type="checkbox"
            checked={draft.pace !== null}
            onChange={(event) =>
              change({
                pace: event.target.checked
                  ? { mode: 'DELAY', delaySeconds: '1', perSecond: '5', concurrency: '2' }
                  : null,
              })
            }
          />
          <span>
            Set the pace <span className="quiet">— otherwise one request a second per host</span>
          </span>
        </label>
        {draft.pace && <PaceFields draft={draft.pace} onChange={(pace) => change({ pace })} />}
        <details className="more">
          <summary>More: name, filters, user agent, private networks</summary>
          <label className="field">
            <span className="field-name">Name</span>
            <input
              className="input"
              placeholder="the hosts of the seeds"
              aria-invalid={invalid('name')}
              value={draft.name}
              onChange={(event) => change({ name: event.target.value })}
            />
          </label>
          <div className="field-pair">
            <label className="field">
              <span className="field-name">Only URLs like</span>
              <textarea
                className="input mono"
                rows={2}
                spellCheck={false}
                placeholder="*/docs/*"
                aria-invalid={invalid('scope.include')}
                value={draft.include}
                onChange={(event) => change({ include: event.target.value })}
              />
            </label>
            <label className="field">
              <span className="field-name">No URLs like</span>
              <textarea
                className="input mono"
                rows={2}
                spellCheck={false}
                placeholder="*?sort=*"
                aria-invalid={invalid('scope.exclude')}
                value={draft.exclude}
                onChange={(event) => change({ exclude: event.target.value })}
              />
            </label>
          </div>
          <label className="field">
            <span className="field-name">User agent</span>
            <input
              className="input mono"
              placeholder="Trunkline/0.1"
              aria-invalid={invalid('rules.userAgent')}
              value={draft.userAgent}
              onChange={(event) => change({ userAgent: event.target.value })}
            />
          </label>
          <label className="check">
            <input
              type="checkbox"
              checked={draft.privateNetworks}
              onChange={(event) => change({ privateNetworks: event.target.checked })}
            />
            <span>
              Allow private networks <span className="quiet">— needs an admin key</span>
            </span>
          </label>
        </details>
        {problem && <ProblemNotice problem={problem} />}
        <div className="row-end">
          <button type="button" className="button" onClick={() => dialog.current?.close()}>
            Close
          </button>
          <button type="submit" className="button button-main" disabled={busy || draft.seeds.trim() === ''}>
            {busy ? 'Creating…' : 'Create and start'}
          </button>
        </div>
      </form>
    </dialog>
  );
}

const lines = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

/** What was typed as the input of `jobCreate`; empty fields are left out, so the API's defaults hold. */
function inputFrom(draft: Draft): JobCreateInput {
  const { include, exclude } = { include: lines(draft.include), exclude: lines(draft.exclude) };
  const rules = {
    ...(draft.pace && { pace: paceFromDraft(draft.pace) }),
    ...(draft.userAgent.trim() && { userAgent: draft.userAgent.trim() }),
    ...(draft.privateNetworks && { allowPrivateNetworks: true }),
  };
  return {
    seeds: lines(draft.seeds),
    scope: {
      kind: draft.scope,
      ...(include.length > 0 && { include }),
      ...(exclude.length > 0 && { exclude }),
    },
    limits: {
      ...(draft.maxPages && { maxPages: Number(draft.maxPages) }),
      ...(draft.maxDepth && { maxDepth: Number(draft.maxDepth) }),
    },
    ...(draft.name.trim() && { name: draft.name.trim() }),
    ...(Object.keys(rules).length > 0 && { rules }),
  };
}
