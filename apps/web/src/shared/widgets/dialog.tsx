import { Modal, type ModalProps } from 'antd';

/**
 * A dialog that is there at once. One that grows into place swallows a quick click, and a list opened in it meanwhile is measured by the
 * small dialog and stays too narrow for names.
 */
export function Dialog(props: ModalProps) {
  return <Modal transitionName="" {...props} />;
}
