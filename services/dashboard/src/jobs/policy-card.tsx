import type { Policy } from '@trunkline/client';
import { type FormEvent, useState } from 'react';
import { useApi, useChange } from '../api/api.ts';
import type { Problem } from '../api/problem.ts';
import { clean } from '../ui/format.ts';
import { ProblemNotice } from '../ui/notice.tsx';
import { type PaceDraft, PaceFields, paceFromDraft, paceInWords, paceToDraft } from './pace-fields.tsx';

/** The pace a job crawls at, edited in place; running jobs follow within a second. */
export function PolicyCard({ policy, onChange }: { policy: Policy; onChange: () => void }) {
  const { client } = useApi();
  const [draft, setDraft] = useState<PaceDraft | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [saved, setSaved] = useState(false);
  const [busy, update] = useChange();
  const { rules } = policy;

  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (draft === null) return;
    const input = { id: policy.id, expectedVersion: policy.version, rules: { pace: paceFromDraft(draft) } };
    const refused = await update(client.policies.update(input));
    setProblem(refused);
    if (refused) return;
    onChange();
    setDraft(null);
    setSaved(true);
    setTimeout(() => setSaved(false), 3000);
  };

  return (
    <section className="card" aria-label="Policy">
      <h3 className="card-title">
        Pace
        {saved && (
          <span className="badge tone-good" role="status">
            in force
          </span>
        )}
      </h3>
      {draft === null ? (
        <>
          <p className="pace">{paceInWords(rules.pace)}</p>
          <dl className="facts">
            <dt>Policy</dt>
            <dd className="cut" title={clean(policy.name)}>
              {clean(policy.name)}, version {policy.version}
            </dd>
            <dt>User agent</dt>
            <dd className="cut mono" title={clean(rules.userAgent)}>
              {clean(rules.userAgent)}
            </dd>
            <dt>robots.txt</dt>
            <dd>{rules.robots.obey ? 'obeyed' : 'not obeyed'}</dd>
            <dt>Networks</dt>
            <dd>{rules.allowPrivateNetworks ? 'private ones allowed' : 'public internet only'}</dd>
          </dl>
          <button type="button" className="button" onClick={() => setDraft(paceToDraft(rules.pace))}>
            Change pace
          </button>
        </>
      ) : (
        <form onSubmit={(event) => void save(event)}>
          <PaceFields draft={draft} onChange={setDraft} />
          {problem && <ProblemNotice problem={problem} />}
          <div className="row-end">
            <button
              type="button"
              className="button"
              onClick={() => {
                setDraft(null);
                setProblem(null);
              }}
            >
              Leave as it is
            </button>
            <button type="submit" className="button button-main" disabled={busy}>
              Apply now
            </button>
          </div>
        </form>
      )}
    </section>
  );
}
