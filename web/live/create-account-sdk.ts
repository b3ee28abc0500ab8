/** What making an account needs of the Auth SDK; loaded when somebody makes one. */
export { createUserWithEmailAndPassword, updateProfile } from 'firebase/auth';
