// Questions to a browser that are under way, each with its number.

/** `send` asks and promises the answer; `answered` is told what came for a number. */
export function questions(write) {
  const waiting = new Map();
  let next = 1;
  return {
    send: (method, params = {}) => new Promise((done, failed) => {
      waiting.set(next, { done, failed });
      write(next++, method, params);
    }),
    answered: (id, result, error) => {
      const { done, failed } = waiting.get(id) ?? {};
      waiting.delete(id);
      if (error) failed?.(new Error(error));
      else done?.(result);
    },
  };
}
