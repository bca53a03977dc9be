/** The API writes at least a comment every 12 s; a stream silent for so long is dead, ms. */
const SILENCE = 45_000;

/** `fetch` that errors an event stream which says nothing any more, so that whoever reads it connects again. */
export const watchfulFetch: typeof fetch = async (input, init) => {
  const response = await fetch(input, init);
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream');
  if (!isStream || !response.body) return response;

  const reader = response.body.getReader();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const watched = new ReadableStream<Uint8Array>({
    async pull(controller) {
      clearTimeout(timer);
      timer = setTimeout(() => {
        controller.error(new Error('The live connection went silent.'));
        reader.cancel().catch(() => {}); // it is dead already
      }, SILENCE);
      try {
        const { done, value } = await reader.read();
        clearTimeout(timer);
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (error) {
        clearTimeout(timer);
        // Whoever left does not read to its end: an error would be heard by nobody but the console.
        if (init?.signal?.aborted) controller.close();
        else controller.error(error);
      }
    },
    cancel() {
      clearTimeout(timer);
      reader.cancel().catch(() => {}); // it was aborted already
    },
  });
  return new Response(watched, { status: response.status, headers: response.headers });
};
