import type { JobCreateInput, ScopeKind } from '@trunkline/client';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useApi, useChange } from '../api/api.ts';
import type { Problem } from '../api/problem.ts';
import { Check, Choice } from '../ui/choices.tsx';
import { Field } from '../ui/field.tsx';
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

const usualPace: PaceDraft = { mode: 'DELAY', delaySeconds: '1', perSecond: '5', concurrency: '2' };

const blank: Draft = {
  ...{ seeds: '', name: '', scope: 'HOST', include: '', exclude: '', maxPages: '', maxDepth: '' },
  ...{ pace: null, userAgent: '', privateNetworks: false },
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
  type Text = 'seeds' | 'name' | 'include' | 'exclude' | 'maxPages' | 'maxDepth' | 'userAgent';
  /** A text of the draft, and where it stands in the input. */
  const text = (of: Text, at: string) => ({
    ...{ value: draft[of], wrong: problem?.field === at },
    onText: (value: string) => change({ [of]: value }),
  });

  return (
    <dialog ref={dialog} className="dialog" onClose={onClose} aria-labelledby="create-title">
      <form onSubmit={(event) => void submit(event)}>
        <h2 id="create-title">New job</h2>
        <Field
          title="Start from"
          kind="lines"
          required
          placeholder="https://example.com/"
          help="One URL a line, up to 1,000."
          {...text('seeds', 'seeds')}
        />
        <fieldset className="field">
          <Choice
            name="Follow links"
            kind="choice-tall"
            words={scopes}
            value={draft.scope}
            onChange={(scope) => change({ scope })}
          />
        </fieldset>
        <div className="field-pair">
          <Field
            title="Stop after"
            kind="number"
            least={1}
            placeholder="no limit"
            help="pages"
            {...text('maxPages', 'limits.maxPages')}
          />
          <Field
            title="Depth"
            kind="number"
            least={0}
            placeholder="no limit"
            help="links away from the start"
            {...text('maxDepth', 'limits.maxDepth')}
          />
        </div>
        <Check on={draft.pace !== null} onChange={(on) => change({ pace: on ? usualPace : null })}>
          Set the pace <span className="quiet">— otherwise one request a second per host</span>
        </Check>
        {draft.pace && <PaceFields draft={draft.pace} onChange={(pace) => change({ pace })} />}
        <details className="more">
          <summary>More: name, filters, user agent, private networks</summary>
          <Field title="Name" placeholder="the hosts of the seeds" {...text('name', 'name')} />
          <div className="field-pair">
            <Field
              title="Only URLs like"
              kind="lines"
              placeholder="*/docs/*"
              {...text('include', 'scope.include')}
            />
            <Field
              title="No URLs like"
              kind="lines"
              placeholder="*?sort=*"
              {...text('exclude', 'scope.exclude')}
            />
          </div>
          <Field
            title="User agent"
            kind="code"
            placeholder="Trunkline/0.1"
            {...text('userAgent', 'rules.userAgent')}
          />
          <Check on={draft.privateNetworks} onChange={(privateNetworks) => change({ privateNetworks })}>
            Allow private networks <span className="quiet">— needs an admin key</span>
          </Check>
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
