// What oneDNN's products need of the thread that they run on.
#pragma once
#include <pthread.h>
#include <signal.h>
#include <initializer_list>
#ifdef _OPENMP
#include <omp.h>
#endif

// oneDNN's generated kernels do not keep the stack as a signal handler needs it: one that runs on this thread's stack in the middle of a product
// (.NET's handler of Ctrl-C does) writes into the heap. Signals wait until the product is done.
inline sigset_t block_signals() {
    sigset_t all, before;
    sigfillset(&all);
    for (int fault : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT}) sigdelset(&all, fault);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    return before;
}

struct SignalsWait {
    sigset_t before = block_signals();
    ~SignalsWait() { pthread_sigmask(SIG_SETMASK, &before, nullptr); }
};

// OpenMP's own threads do nothing but compute: they never take a signal. A team stays together until another number is wanted: then some of it go, or new ones come.
inline void tell_the_team() {
#ifdef _OPENMP
    thread_local int told = 1;
    int threads = omp_get_max_threads();
    if (threads == told) return;
    told = threads;
    if (threads == 1) return;
#pragma omp parallel num_threads(threads)
    if (omp_get_thread_num() != 0) block_signals();
#endif
}
