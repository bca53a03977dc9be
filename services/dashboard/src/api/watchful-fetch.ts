/** The API writes at least a comment every 12 s; a stream silent for so long is dead, ms. */
const SILENCE = 45_000;

/** `fetch` that errors an event stream which says nothing any more, so that whoever reads it connects again. */
export const watchfulFetch: typeof fetch = async (input, init) => {
  const response = await fetch(input, init);
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream');
  if (!isStream || !response.body) return response;

  let timer: ReturnType<typeof setTimeout> | undefined;
  const watched = response.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      start(controller) {
        timer = setTimeout(() => controller.error(new Error('The live connection went silent.')), SILENCE);
      },
      transform(chunk, controller) {
        clearTimeout(timer);
        timer = setTimeout(() => controller.error(new Error('The live connection went silent.')), SILENCE);
        controller.enqueue(chunk);
      },
      flush() {
        clearTimeout(timer);
      },
    }),
  );
  return new Response(watched, { status: response.status, headers: response.headers });
};
