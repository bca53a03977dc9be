import { useEffect, useState } from 'react';
import { useApi } from './api/api.ts';
import { CreateJob } from './jobs/create-job.tsx';
import { JobList } from './jobs/job-list.tsx';
import { JobPanel } from './jobs/job-panel.tsx';
import { TopBar } from './top-bar.tsx';
import { selectJob, useSelectedJob } from './ui/selection.ts';
import { useStore } from './ui/store.ts';
import { WorkerStrip } from './worker-strip.tsx';

export function Frame({ onLeave }: { onLeave: (why: string | null) => void }) {
  const selected = useSelectedJob();
  const [creating, setCreating] = useState(false);
  const { connection, problem, jobs, hasMore, workers } = useStore(useApi().live);

  const refusedKey = problem?.code === 'UNAUTHENTICATED';
  useEffect(() => {
    if (refusedKey)
      onLeave('This key is not valid here. It may have been revoked, or belong to another server.');
  }, [refusedKey, onLeave]);

  return (
    <div className="frame" data-selected={selected !== null}>
      <TopBar
        problem={connection === 'live' ? null : problem}
        onCreate={() => setCreating(true)}
        onLeave={() => onLeave(null)}
      />
      <aside className="side">
        <JobList jobs={jobs} more={hasMore} selected={selected} onCreate={() => setCreating(true)} />
      </aside>
      <main className="main">
        <WorkerStrip workers={workers} />
        {selected === null ? (
          <Welcome empty={jobs?.length === 0} onCreate={() => setCreating(true)} />
        ) : (
          <JobPanel key={selected} id={selected} />
        )}
      </main>
      {creating && (
        <CreateJob
          onClose={() => setCreating(false)}
          onCreated={(id) => {
            setCreating(false);
            selectJob(id);
          }}
        />
      )}
    </div>
  );
}

function Welcome({ empty, onCreate }: { empty: boolean; onCreate: () => void }) {
  return (
    <section className={empty ? 'empty' : 'empty empty-hint'}>
      <h2>{empty ? 'Nothing has been crawled yet' : 'No job selected'}</h2>
      <p>
        {empty
          ? 'Create a job: give it a URL to start from. It obeys robots.txt and asks a host once a second unless you say otherwise.'
          : 'Select a job to see what it does now: counters, speed, where time goes, and the pages it brought in.'}
      </p>
      {empty && (
        <>
          <button type="button" className="button button-main" onClick={onCreate}>
            Create a job
          </button>
          <p className="quiet">
            or in a terminal: <code>npx trunkline job create https://example.com/ --watch</code>
          </p>
        </>
      )}
    </section>
  );
}
