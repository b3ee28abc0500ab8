/** The part of the Auth SDK that Tapedeck uses, as one lazily loaded chunk; the pop-up for Google stays apart. */
export {
  browserLocalPersistence,
  connectAuthEmulator,
  indexedDBLocalPersistence,
  initializeAuth,
  onAuthStateChanged,
  signInWithEmailAndPassword,
  signOut,
} from 'firebase/auth';
