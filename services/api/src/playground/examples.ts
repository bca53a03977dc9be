export type Example = { title: string; query: string; variables?: Record<string, unknown> };

/** Operations for what a newcomer does first, in that order; every one is executed by a test. */
export const examples: readonly Example[] = [
  {
    title: 'Welcome',
    query: `# Put your API key into the field above, press Use,
# then the play button. The book icon on the left
# explains every type and field; the other tabs show
# what to do next.
query Welcome {
  viewer { keyName scopes project { name } }
  jobs(first: 5) {
    totalCount
    nodes {
      id
      name
      state
      latestRun {
        id
        progress { pagesPerSecond counters { finished waiting } }
      }
    }
  }
}
`,
  },
  {
    title: 'CreateJob',
    query: `# Creates a job and starts it. It stays on the hosts of
# its seeds, obeys robots.txt and asks a host once a
# second, unless "scope" and "rules" say otherwise.
# A mistake answers with an error that says what to do.
mutation CreateJob($input: JobCreateInput!) {
  jobCreate(input: $input) {
    __typename
    ... on Job {
      id
      name
      state
      seedCount
      scope { kind of }
      policy { id rules { pace { mode delayMs perSecond } } }
    }
    ... on UserError { code message path }
    ... on BadSeedsError { rows { row url problem } }
  }
}
`,
    variables: { input: { seeds: ['https://example.com/'], limits: { maxPages: 100, maxDepth: 3 } } },
  },
  {
    title: 'Watch',
    query: `# Follows a job (put its id below) to its end:
# a snapshot at once, then what changes.
subscription Watch($id: ID!) {
  jobProgress(id: $id, intervalMs: 1000) {
    __typename
    progress {
      at state pagesPerSecond bytesPerSecond
      counters { fetched failed waiting inFlight finished accepted bytes }
      stages { stage inFlight waiting service { p50Ms p99Ms } }
    }
    ... on JobStateChanged { from to }
  }
}
`,
    variables: { id: 'job_…' },
  },
  {
    title: 'Throttle',
    query: `# Changes a policy while jobs run under it:
# in force on every worker within a second.
mutation Throttle($input: PolicyUpdateInput!) {
  policyUpdate(input: $input) {
    __typename
    ... on Policy {
      id
      version
      rules { pace { mode delayMs perSecond concurrency } }
    }
    ... on UserError { code message path }
    ... on VersionConflictError { current { version } }
  }
}
`,
    variables: {
      input: { id: 'policy_…', rules: { pace: { delayMs: 2000 } }, reason: 'Asked to go slower' },
    },
  },
  {
    title: 'Pause',
    query: `# Pauses a job; jobResume, jobCancel and jobStart
# look the same.
mutation Pause($id: ID!) {
  jobPause(input: { id: $id }) {
    __typename
    ... on Job { id state }
    ... on UserError { code message }
  }
}
`,
    variables: { id: 'job_…' },
  },
  {
    title: 'Captures',
    query: `# What was stored. Page on with "after"; bodyUrl
# downloads, "headers" and "body" read the archive.
query Captures($job: ID!, $after: String) {
  job(id: $job) {
    captures(
      first: 20
      after: $after
      filter: { status: [200], contentType: "text/html" }
    ) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes {
        id url status bytes title capturedAt bodyUrl
        timings { stage serviceMs }
      }
    }
  }
}
`,
    variables: { job: 'job_…', after: null },
  },
  {
    title: 'Workers',
    query: `# The fleet, as each worker reported itself
# within the last seconds.
query Workers {
  workers {
    nodes {
      name state blockedBy version slots inFlight
      pages pagesPerSecond rssBytes cpuMs
      eventLoopLag { p50 p99 }
      stages {
        stage inFlight waiting done failed
        wait { meanMs }
        service { p50Ms p95Ms p99Ms }
      }
    }
  }
}
`,
  },
];
