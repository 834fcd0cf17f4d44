(* The end theorems, each with what it rests on: "Closed under the global context" means on Coq's kernel
   alone, no axiom.  What the words mean is defined in Model.v (instance, feasible, flow_time, ratio), in
   Pipeline.v, Gsa.v, Gba.v and Mcsf.v (the algorithms); "ratio R A" reads: on every valid instance
   every schedule that A may produce has at most R times the flow time of every feasible schedule.

   Scope of all of them: one common prompt length, all jobs released at time 0. *)

From Coq Require Import ZArith List Permutation Lia QArith Lqa.
From RatioLab Require Import Sums IndexSums Rationals Model Checker NoKillNoPause Peak LowerBounds MeanBusyTime Pipeline
  Slices Gsa NonClairvoyance Optimum Boxes GsaRatio GsaBoxData GsaFactors GsaLargeMemory RealFactors
    RealConstants
  Gba GbaBoxes GbaBoxData GbaFactors Mcsf McsfRatio SmallJobStarts McsfSmallJobs SvfPeak IdenticalJobs Sims
  GsaWitness PairLemma.
Import ListNotations.
Open Scope Q_scope.

(* ---- the model ---- *)

(* a schedule is feasible exactly if the checker, which computes, says so *)
Theorem checker_correct : forall I sched, valid I -> (check I sched = true <-> feasible I sched).
Proof. intros I sched [[H _] _]. now apply check_correct. Qed.

(* runs that may be killed and may pause, holding their slots, are matched by one attempt a job *)
Theorem optimal_without_kill_and_pause : forall I runs, valid I -> runs_feasible I runs ->
  exists sched, feasible I sched /\ flow_time I sched = run_flow_time I runs /\ completions I sched = sched.
Proof. exact no_kill_no_pause. Qed.

Theorem the_optimum_exists : forall I, valid I -> exists opt, optimum I opt.
Proof. exact optimum_exists. Qed.

(* a ratio against every feasible schedule is a ratio against the optimum *)
Theorem ratio_against_the_optimum : forall scope R runs I run,
  ratio_on scope R runs -> valid I -> scope I -> runs I run ->
  exists opt, optimum I opt /\ inject_Z (flow_time I run) <= R * inject_Z opt.
Proof.
  intros scope R runs I run H HI HS Hr. destruct (optimum_exists I HI) as [opt [[sched [Hf E]] Hm]].
  exists opt. split; [split; eauto|]. rewrite <- E. now apply H.
Qed.

(* ---- the pipeline ---- *)

(* Lemma 3.3: the peak is an integer, no round of any prefix needs more, and round tau - 1 needs as much *)
Theorem pipeline_peak : forall s tau k, (0 <= s)%Z -> (1 <= k)%Z -> (1 <= tau)%Z ->
  (2 * peak k tau s = 2 * s * k + tau * k + tau + k - Z.gcd tau k)%Z /\
  (forall n t, pipe s tau k n t <= peak k tau s)%Z /\
  pipe s tau k (Z.to_nat k) (tau - 1) = peak k tau s.
Proof. intros. now apply peak_exact. Qed.

(* Lemma 3.4 *)
Theorem largest_parallelism : forall tau s M k, (0 <= s)%Z -> (1 <= tau)%Z -> (1 <= k)%Z ->
  (k * (2 * s + tau + 1) <= 2 * M - tau + 1)%Z -> (k <= kstar tau s M)%Z.
Proof. exact kstar_floor. Qed.

(* SPS with a k of at most k* keeps to the budget, whatever completes early *)
Theorem pipeline_fits : forall s o k tau T M js t, (0 <= s)%Z -> (1 <= k)%Z -> (1 <= tau)%Z ->
  (peak k tau s <= M)%Z -> (usage s (sps o k tau T 0 js) t <= M)%Z.
Proof.
  intros s o k tau T M js t Hs Hk Ht H. destruct (peak_exact s tau k Hs Hk Ht) as [E _].
  apply (sps_fits s o k tau T Hs Hk Ht M js t). lia.
Qed.

(* ---- lower bounds on the flow time of every feasible schedule ---- *)

Theorem optimum_at_least_lengths : forall I sched, feasible I sched ->
  (lsum (fun o => o) (lengths I) <= flow_time I sched)%Z.
Proof. exact length_bound. Qed.

(* Lemma 4.2; pairs is 2 sum_ij min(A_i, A_j), area2 is 2 A *)
Theorem optimum_at_least_area : forall I sched, valid I -> feasible I sched ->
  (pairs (prompt I) (lengths I) + lsum (area2 (prompt I)) (lengths I) <= 4 * budget I * flow_time I sched)%Z.
Proof. exact area_bound. Qed.

(* Opt >= X + Y/3 + n/6 *)
Theorem optimum_at_least_mean_busy_time : forall I sched, valid I -> feasible I sched ->
  (3 * pairs (prompt I) (lengths I) +
   2 * budget I * (2 * lsum (fun o => o) (lengths I) + Z.of_nat (njobs I))
     <= 12 * budget I * flow_time I sched)%Z.
Proof. exact mean_busy_time_bound. Qed.

(* ---- GSA ---- *)

(* every schedule of GSA is feasible, every job completes, whatever the order inside the phases *)
Theorem gsa_schedules_feasible : forall a b I run, (1 <= b < a)%Z -> valid I -> GSA a b I run -> feasible I run.
Proof. intros a b I run Hab HI [l [order [Hl [Ho ->]]]]. now apply gsa_feasible. Qed.

(* and there is one for every order; M = s leaves room for no job *)
Theorem gsa_schedules_exist : forall a b I order, (1 <= b < a)%Z -> (prompt I < budget I)%Z ->
  any_order order ->
  exists l, GSA a b I (gsa a b l I order).
Proof.
  intros a b I order Hab HM Ho. destruct (level_exists a b (budget I - prompt I) Hab ltac:(lia)) as [l Hl].
  exists l, l, order. auto.
Qed.

(* the starts of a phase depend on the lengths only through which jobs outlived the earlier slices *)
Theorem gsa_is_non_clairvoyant : forall s M o o' order taus p T pend,
  (forall tau j, In tau (removelast taus) -> (tau <? o j) = (tau <? o' j))%Z ->
  map decision (gsa_from s M o order taus p T pend) = map decision (gsa_from s M o' order taus p T pend).
Proof. exact gsa_non_clairvoyant. Qed.

Theorem gsa_2 : ratio (3063 # 200) (GSA 2 1).
Proof. intros I run sched HI _ [l [order [Hl [Ho ->]]]] Hf. now apply (gsa_competitive _ 2 1 _ boxes_2_ok). Qed.

Theorem gsa_17_8 : ratio (3053 # 200) (GSA 17 8).
Proof. intros I run sched HI _ [l [order [Hl [Ho ->]]]] Hf. now apply (gsa_competitive _ 17 8 _ boxes_17_8_ok).
Qed.

Theorem gsa_9_4 : ratio (15301 # 1000) (GSA 9 4).
Proof. intros I run sched HI _ [l [order [Hl [Ho ->]]]] Hf. now apply (gsa_competitive _ 9 4 _ boxes_9_4_ok).
Qed.

Theorem gsa_3_2 : ratio (177 # 10) (GSA 3 2).
Proof. intros I run sched HI _ [l [order [Hl [Ho ->]]]] Hf. now apply (gsa_competitive _ 3 2 _ boxes_3_2_ok).
Qed.

(* without a certificate *)
Theorem gsa_3_2_one_row : ratio (459 # 20) (GSA 3 2).
Proof. intros I run sched HI _ [l [order [Hl [Ho ->]]]] Hf. now apply gsa_3_2_by_hand. Qed.

(* Theorem 3.15 with k_min = 1, at every rational factor *)
Theorem gsa_published_bound : forall a b, (1 <= b < a)%Z -> let alpha := inject_Z a / inject_Z b in
  ratio (2 * alpha * alpha * alpha * (3 * alpha - 2) / ((alpha - 1) * (alpha - 1))) (GSA a b).
Proof. intros a b Hab al I run sched HI _ [l [order [Hl [Ho ->]]]] Hf. now apply gsa_published. Qed.

(* irrational factors, given by the rationals below them *)
Theorem gsa_real_schedules_feasible : forall (below : Z -> Z -> Prop) I run,
  (forall a b, below a b -> (1 <= b < a)%Z) -> (exists a b, below a b) -> valid I -> GSA_real below I run ->
    feasible I run.
Proof.
  intros below I run Hr [a0 [b0 H0]] HI [l [taus [order [Ht [Ho ->]]]]].
  destruct (slices_rational below Hr _ l taus a0 b0 H0 Ht) as [a [b [B1 [_ [B2 ->]]]]].
  now apply (gsa_feasible a b l I order (Hr a b B1)).
Qed.

Theorem gsa_7_sqrt13_6_published : ratio (6192 # 100) (GSA_real below_7_sqrt13_6).
Proof.
  intros I run sched HI _ [l [taus [order [Ht [Ho ->]]]]] Hf. now apply (gsa_published_at_its_alpha I l).
Qed.

Theorem gsa_7_sqrt13_6_boxes : ratio (7891 # 500) (GSA_real below_7_sqrt13_6).
Proof. intros I run sched HI _ [l [taus [order [Ht [Ho ->]]]]] Hf. now apply (gsa_7_sqrt13_6 I l). Qed.

Theorem gsa_sqrt3_boxes : ratio (398 # 25) (GSA_real below_sqrt3).
Proof. intros I run sched HI _ [l [taus [order [Ht [Ho ->]]]]] Hf. now apply (gsa_sqrt3 I l). Qed.

Theorem gsa_golden_ratio_boxes : ratio (16557 # 1000) (GSA_real below_golden_ratio).
Proof. intros I run sched HI _ [l [taus [order [Ht [Ho ->]]]]] Hf. now apply (gsa_golden_ratio I l). Qed.

(* large memory: at least K jobs at once in every phase that a job needs *)
Theorem gsa_2_parallel : forall K, (1 <= K)%Z ->
  ratio_on (at_least K 2 1) ((28 # 3) * (1 + 2 / inject_Z K)) (GSA 2 1).
Proof. exact gsa_2_large_memory. Qed.

Theorem gsa_near_sqrt3_parallel : forall K, (1 <= K)%Z ->
  ratio_on (at_least K 17320508 10000000) ((88302 # 10000) * (1 + 2 / inject_Z K)) (GSA 17320508 10000000).
Proof. exact gsa_sqrt3_large_memory. Qed.

(* Theorem 3.15 with k_min >= K; 32 at alpha = 2 in the limit *)
Theorem gsa_published_bound_parallel : forall a b K, (1 <= b < a)%Z -> (1 <= K)%Z ->
  let alpha := inject_Z a / inject_Z b in let c := 1 + 2 / inject_Z K in
  ratio_on (at_least K a b) (2 * alpha * alpha * alpha * (c * (alpha - 1) + 1) / ((alpha - 1) * (alpha - 1)))
    (GSA a b).
Proof. exact gsa_published_parallel. Qed.

Theorem gsa_2_published_parallel : forall K, (1 <= K)%Z ->
  ratio_on (at_least K 2 1) (32 * (1 + 1 / inject_Z K)) (GSA 2 1).
Proof. exact gsa_2_published_large_memory. Qed.

(* from below: no constant under 11.4525 is a ratio of GSA at alpha = 2 *)
Theorem gsa_2_at_least : forall R, ratio R (GSA 2 1) -> 15048089 # 1313956 <= R.
Proof. exact gsa_2_not_better. Qed.

(* ---- GBA ---- *)

Theorem gba_schedules_feasible : forall a b I run, (1 <= b < a)%Z -> valid I -> GBA a b I run -> feasible I run.
Proof. intros a b I run Hab HI [l [order [Hl [Ho ->]]]]. now apply gba_feasible. Qed.

Theorem gba_1809_1000 : ratio (38 # 5) (GBA 1809 1000).
Proof.
  intros I run sched HI _ [l [order [Hl [Ho ->]]]] Hf.
  now apply (gba_competitive _ _ 1809 1000 _ gba_boxes_1809_1000_ok).
Qed.

Theorem gba_2 : ratio (25 # 3) (GBA 2 1).
Proof.
  intros I run sched HI _ [l [order [Hl [Ho ->]]]] Hf. now apply (gba_competitive _ _ 2 1 _ gba_boxes_2_ok).
Qed.

Theorem gba_4_3_one_row : ratio (77 # 9) (GBA 4 3).
Proof. exact gba_4_3. Qed.

Theorem gba_3_2_one_row : ratio (17 # 2) (GBA 3 2).
Proof. exact gba_3_2. Qed.

(* Theorem 4.1 with k_min = 1, at every rational factor; 32/3 at alpha = 4/3 *)
Theorem gba_published_bound : forall a b, (1 <= b < a)%Z -> let alpha := inject_Z a / inject_Z b in
  ratio (3 * (alpha * alpha) + alpha + alpha / (alpha - 1)) (GBA a b).
Proof. exact gba_published. Qed.

Theorem gba_4_3_published_bound : ratio (32 # 3) (GBA 4 3).
Proof. exact gba_4_3_published. Qed.

(* Theorem 4.1 with k_min >= K; 27/4 at alpha = 3/2 in the limit *)
Theorem gba_published_bound_parallel : forall a b K, (1 <= b < a)%Z -> (1 <= K)%Z ->
  let alpha := inject_Z a / inject_Z b in
  ratio_on (at_least K a b) ((1 + 2 / inject_Z K) * (alpha * alpha) + alpha + alpha / (alpha - 1)) (GBA a b).
Proof. exact gba_published_parallel. Qed.

Theorem gba_3_2_published_parallel : forall K, (1 <= K)%Z ->
  ratio_on (at_least K 3 2) ((27 # 4) + (9 # 2) / inject_Z K) (GBA 3 2).
Proof. exact gba_3_2_published_large_memory. Qed.

Theorem gba_167_100_parallel : forall K, (1 <= K)%Z ->
  ratio_on (at_least K 167 100) ((53519 # 10000) + (37186 # 10000) / inject_Z K) (GBA 167 100).
Proof. exact gba_167_100_large_memory. Qed.

(* ---- greedy rules ---- *)

Theorem mc_sf_schedules_feasible : forall I run, valid I -> MC_SF I run -> feasible I run.
Proof. intros I run HI [queue [Hq ->]]. now apply mcsf_feasible. Qed.

Theorem mc_sf : ratio (7 # 3) MC_SF.
Proof. exact mc_sf_ratio. Qed.

(* (H1) and (H2): starts follow the queue within the budget, and a job that waits was refused a round earlier *)
Theorem mc_sf_rules : forall I queue, valid I -> by_length I queue ->
  let o := queue_len I queue in let st := fun i => start (at_ (mcsf I queue) i) in
  let held := fun i t => memory (prompt I) (Att i (st i) (o i)) t in
  ((0 < njobs I)%nat -> st 0%nat = 0%Z) /\
  (forall i j, (i <= j < njobs I)%nat -> (o i <= o j /\ st i <= st j)%Z) /\
  (forall i, (i < njobs I)%nat -> (prompt I + o i <= budget I)%Z) /\
  (forall t, (nsum (fun i => held i t) (njobs I) <= budget I)%Z) /\
  (forall j, (S j < njobs I)%nat -> (st j < st (S j))%Z -> exists t tau,
    (t = st (S j) - 1 /\ t <= tau <= t + o (S j) - 1 /\
     budget I < nsum (fun i => held i tau) (S j) + (prompt I + (tau - t + 1)))%Z).
Proof.
  intros I queue HI Hq o st held. destruct (mcsf_hyps I queue HI Hq) as [tau [_ [H2 [H3 [H4 [H5 [H6 H7]]]]]]].
  split; [exact H3|]. split; [intros i j Hij; split; [now apply H2|now apply H4]|]. split; [exact H6|]. split; [exact H5|].
  intros j Hj Hlt. exists (st (S j) - 1)%Z, (tau (S j)). destruct (H7 j Hj Hlt) as [A B].
  split; [reflexivity|]. split; [unfold st, o; lia|exact B].
Qed.

(* Lemma 1 *)
Theorem mc_sf_start_times : forall I queue j, valid I -> by_length I queue -> (j < njobs I)%nat ->
  let o := queue_len I queue in
  (budget I * start (at_ (mcsf I queue) j) <= nsum (fun i => 2 * prompt I * o i + o i * o i) j)%Z.
Proof. intros I queue j HI Hq Hj. now apply mcsf_starts. Qed.

(* the bound on the sum of starts behind the bound for small jobs *)
Theorem mc_sf_small_job_starts : forall e d I queue, (0 < e)%Z -> (2 * e <= d)%Z -> valid I -> by_length I queue ->
  share_at_most e d I -> (0 < njobs I)%nat ->
  let o := queue_len I queue in
  (2 * ((d - e) * budget I) * nsum (fun i => start (at_ (mcsf I queue) i)) (njobs I) <=
    nsum (fun i => o i * Z.max 0 (2 * d * (Z.of_nat (njobs I) - 1 - Z.of_nat i) * (prompt I + o i) -
      (d - 2 * e) * budget I)) (njobs I))%Z.
Proof.
  intros e d I queue He Hd HI Hq HS Hn o. destruct (mcsf_hyps I queue HI Hq) as [tau [H1 [H2 [H3 [H4 [H5 [H6 H7]]]]]]].
  assert (W := o_valid I queue HI Hq 0%nat Hn). assert (Sn := s_nonneg I queue HI Hq).
  apply (large_starts (prompt I) (budget I) (njobs I) o (fun i => start (at_ (mcsf I queue) i)) tau Sn H1 H2 (H3 Hn)
    H4 H5 H6 H7 e d (conj He Hd)); [|lia].
  intros i Hi. apply HS. unfold o, queue_len, len. apply nth_In. now apply (q_lt I queue HI Hq).
Qed.

(* no job takes more than the share e/d <= 1/2 of the budget *)
Theorem mc_sf_small_jobs : forall e d, (0 < e)%Z -> (2 * e <= d)%Z ->
  let eps := inject_Z e / inject_Z d in ratio_on (share_at_most e d) (2 / (1 - eps)) MC_SF.
Proof. exact mc_sf_small_jobs_ratio. Qed.

(* by memory-time area instead of length *)
Theorem svf : ratio (7 # 3) SVF.
Proof. exact svf_ratio. Qed.

Theorem svf_peak_schedules_feasible : forall I run, valid I -> SVF_peak I run -> feasible I run.
Proof. intros I run HI [queue [Hq ->]]. now apply svf_peak_feasible. Qed.

Theorem svf_peak : ratio 4 SVF_peak.
Proof. exact svf_peak_ratio. Qed.

(* ---- identical jobs ---- *)

(* Theorem 3.2 *)
Theorem sps_identical_jobs : ratio_on identical 2 SPS.
Proof. exact sps_identical. Qed.

Theorem sims_schedules_feasible : forall I run, valid I -> (0 < njobs I)%nat -> SimS I run -> feasible I run.
Proof. intros I run HI Hn [tau [order [Hs [Ho ->]]]]. now apply sims_feasible. Qed.

(* strictly: SimS < 3 Opt on every instance with a job *)
Theorem sims_identical_jobs : ratio_on identical 3 SimS.
Proof. exact sims_ratio. Qed.

Theorem sims_identical_jobs_strictly : forall I run sched, valid I -> (0 < njobs I)%nat -> SimS I run ->
  feasible I sched -> (flow_time I run < 3 * flow_time I sched)%Z.
Proof. intros I run sched HI Hn [tau [order [Hs [Ho ->]]]] Hf. now apply sims_competitive. Qed.

(* ---- every deterministic non-clairvoyant algorithm ---- *)

(* the arithmetic of the adversary behind the lower bound 5, on finite trees of coins; see PairLemma.v *)
Theorem universal_pair_lemma : forall t a c, rising t -> 0 <= a * c ->
  5 * gain t a c - 10 * (a * c) <= cost t a c.
Proof. intros t a c Hr. now apply pair_lemma. Qed.

(* ---- what they rest on ---- *)

Print Assumptions checker_correct.
Print Assumptions optimal_without_kill_and_pause.
Print Assumptions the_optimum_exists.
Print Assumptions ratio_against_the_optimum.
Print Assumptions pipeline_peak.
Print Assumptions largest_parallelism.
Print Assumptions pipeline_fits.
Print Assumptions optimum_at_least_lengths.
Print Assumptions optimum_at_least_area.
Print Assumptions optimum_at_least_mean_busy_time.
Print Assumptions gsa_schedules_feasible.
Print Assumptions gsa_schedules_exist.
Print Assumptions gsa_is_non_clairvoyant.
Print Assumptions gsa_2.
Print Assumptions gsa_17_8.
Print Assumptions gsa_9_4.
Print Assumptions gsa_3_2.
Print Assumptions gsa_3_2_one_row.
Print Assumptions gsa_published_bound.
Print Assumptions gsa_real_schedules_feasible.
Print Assumptions gsa_7_sqrt13_6_published.
Print Assumptions gsa_7_sqrt13_6_boxes.
Print Assumptions gsa_sqrt3_boxes.
Print Assumptions gsa_golden_ratio_boxes.
Print Assumptions gsa_2_parallel.
Print Assumptions gsa_near_sqrt3_parallel.
Print Assumptions gsa_published_bound_parallel.
Print Assumptions gsa_2_published_parallel.
Print Assumptions gsa_2_at_least.
Print Assumptions gba_schedules_feasible.
Print Assumptions gba_1809_1000.
Print Assumptions gba_2.
Print Assumptions gba_4_3_one_row.
Print Assumptions gba_3_2_one_row.
Print Assumptions gba_published_bound.
Print Assumptions gba_4_3_published_bound.
Print Assumptions gba_published_bound_parallel.
Print Assumptions gba_3_2_published_parallel.
Print Assumptions gba_167_100_parallel.
Print Assumptions mc_sf_schedules_feasible.
Print Assumptions mc_sf.
Print Assumptions mc_sf_rules.
Print Assumptions mc_sf_start_times.
Print Assumptions mc_sf_small_job_starts.
Print Assumptions mc_sf_small_jobs.
Print Assumptions svf.
Print Assumptions svf_peak_schedules_feasible.
Print Assumptions svf_peak.
Print Assumptions sps_identical_jobs.
Print Assumptions sims_schedules_feasible.
Print Assumptions sims_identical_jobs.
Print Assumptions sims_identical_jobs_strictly.
Print Assumptions universal_pair_lemma.
