/** Sign-in with Google: loaded when somebody asks for it. */
export { browserPopupRedirectResolver, GoogleAuthProvider, signInWithPopup } from 'firebase/auth';
