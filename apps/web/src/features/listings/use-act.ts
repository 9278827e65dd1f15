import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useProblemText } from '../../shared/widgets/error-panel.tsx';

export const isPublishing = ({ queryKey }: { queryKey: readonly unknown[] }): boolean =>
  /^(publication|listings\.|tasks)/.test(String(queryKey[0]));

/** What is done to a task: everything about publishing is read anew, and what fails is told. */
export function useAct<T>(act: () => Promise<T>, done: (answer: T) => void = () => undefined) {
  const client = useQueryClient();
  const { notification } = App.useApp();
  const textOf = useProblemText();
  return useMutation({
    mutationFn: act,
    onSuccess: async (answer) => {
      await client.invalidateQueries({ predicate: isPublishing });
      done(answer);
    },
    onError: (error) => {
      const { title, remedy } = textOf(error);
      notification.error({ title, description: remedy, placement: 'top' });
    },
  });
}
