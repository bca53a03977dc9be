/** What every row of an export of links ends with unless it tells of an error: `error` is the last column but the cursor. */
const sound = { ndjson: /"error":null,"cursor":"[^"]*"\}$/, csv: /(?:,,[^,"]*|,error,cursor)\r$/ };

/** Counts the rows of an export of links that tell of an error, from its bytes as they come; each row is one line. */
export function createErrorCount(format: 'ndjson' | 'csv') {
  const decoder = new TextDecoder();
  let rest = '';
  let count = 0;
  return {
    add(chunk: Uint8Array): void {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = lines.pop()!;
      for (const line of lines) if (!sound[format].test(line)) count++;
    },
    count: () => count,
  };
}
