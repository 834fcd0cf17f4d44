(* SimS, the simultaneous schedule, on identical jobs: batches of B = floor(M/(s + o)) in lockstep.  It is
   feasible ([sims_feasible]) and strictly within 3 of the optimum on every instance ([sims_competitive]):
   the starts of any feasible schedule are spread out, sum_{r<=2B} (S_{i+r} - S_i) >= B o ([lag_sum]),
   and summing that over i gives 2 (2B + 1) sum_i S_i >= o (n - 2B)(n - 2B + 1). *)

From Coq Require Import ZArith List Permutation Lia Bool QArith Lqa Arith.
From RatioLab Require Import Sums IndexSums Model Checker Peak LowerBounds Pipeline IdenticalJobs.
Import ListNotations.
Open Scope Z_scope.

(* jobs i, i + 1, ... of the queue *)
Fixpoint lockstep (tau B i : Z) (js : list nat) : list attempt :=
  match js with
  | [] => []
  | j :: r => Att j (i / B * tau) tau :: lockstep tau B (i + 1) r
  end.
Definition sims (I : instance) (tau : Z) (order : list nat) : list attempt :=
  lockstep tau (budget I / (prompt I + tau)) 0 order.

(* SimS with the jobs in any order *)
Definition SimS : scheduler := fun I run => exists tau order, (forall o, In o (lengths I) -> o = tau) /\
  Permutation order (seq 0 (njobs I)) /\ run = sims I tau order.

Lemma telescope (f : nat -> Z) (K : Z) m :
  nsum (fun u => (K - Z.of_nat u) * f (S u)) m =
  nsum (fun u => (K - Z.of_nat u) * f u) m + nsum (fun u => f (S u)) m - K * f 0%nat + (K - Z.of_nat m) * f m.
Proof.
  induction m as [|m IH]; [unfold nsum; simpl; lia|]. rewrite !nsum_S, IH, Nat2Z.inj_succ. ring.
Qed.

Lemma nsum_index m : 2 * nsum Z.of_nat m = Z.of_nat m * (Z.of_nat m - 1).
Proof. induction m as [|m IH]; [reflexivity|]. rewrite nsum_S, Nat2Z.inj_succ. lia. Qed.

(* ---- the starts of any feasible schedule ---- *)
Section Lag.
Variables (s M tau : Z) (st : list Z).
Hypotheses (Hs : 0 <= s) (Ht : 1 <= tau) (Hfit : s + tau <= M).
Let n := length st.
Let S (i : nat) := nth i st 0.
Let B := M / (s + tau).
Let k := (2 * Z.to_nat B)%nat.
Hypothesis Hsort : forall i j, (i <= j < n)%nat -> S i <= S j.
Hypothesis Hpos : forall x, In x st -> 0 <= x.
Hypothesis Huse : forall t, lsum (fun x => memory s (Att O x tau) t) st <= M.

Lemma B_pos : 1 <= B.
Proof. unfold B. apply Z.div_le_lower_bound; lia. Qed.

Lemma lag_sum i : (i + k < n)%nat -> B * tau <= nsum (fun r => S (i + Datatypes.S r) - S i) k.
Proof.
  intros Hi. assert (B1 := B_pos). assert (Bm := Z.mul_succ_div_gt M (s + tau) ltac:(lia)). fold B in Bm.
  assert (Kz : Z.of_nat k = 2 * B) by (unfold k; lia).
  set (t := S i + tau - 1). set (m := fun r => memory s (Att O (S (i + r)) tau) t).
  set (c := fun r => if S (i + r) - S i <? tau then 1 else 0).
  assert (U : nsum m (Datatypes.S k) <= M).
  { eapply Z.le_trans; [|apply (Huse t)]. rewrite (lsum_nth _ st 0). fold n.
    apply (nsum_window (fun x => memory s (Att O (nth x st 0) tau) t)); [|lia]. intros x. now apply memory_nonneg. }
  rewrite nsum_first in U.
  assert (M0 : m 0%nat = s + tau).
  { unfold m, memory, finish, t. cbn [start rounds]. rewrite Nat.add_0_r.
    replace (S i <=? S i + tau - 1) with true by (symmetry; apply Z.leb_le; lia).
    replace (S i + tau - 1 <? S i + tau) with true by (symmetry; apply Z.ltb_lt; lia). simpl. lia. }
  (* job by job: in the last round of job i it still runs, or it starts a whole length later *)
  assert (Each : forall r, (r < k)%nat -> let D := S (i + Datatypes.S r) - S i in
    tau - tau * c (Datatypes.S r) <= D /\ tau + s * c (Datatypes.S r) - m (Datatypes.S r) <= D).
  { intros r Hr. assert (A := Hsort i (i + Datatypes.S r) ltac:(lia)). cbv zeta. unfold c, m, memory, finish, t. cbn [start rounds].
    destruct (S (i + Datatypes.S r) - S i <? tau) eqn:E; [apply Z.ltb_lt in E|apply Z.ltb_ge in E].
    - replace (S (i + Datatypes.S r) <=? S i + tau - 1) with true by (symmetry; apply Z.leb_le; lia).
      replace (S i + tau - 1 <? S (i + Datatypes.S r) + tau) with true by (symmetry; apply Z.ltb_lt; lia). simpl. lia.
    - replace (S (i + Datatypes.S r) <=? S i + tau - 1) with false by (symmetry; apply Z.leb_gt; lia). simpl. lia. }
  set (l := nsum (fun r => c (Datatypes.S r)) k).
  assert (P1 : 2 * B * tau - tau * l <= nsum (fun r => S (i + Datatypes.S r) - S i) k).
  { replace (2 * B * tau - tau * l) with (nsum (fun r => tau + - tau * c (Datatypes.S r)) k).
    - apply nsum_le. intros r Hr. destruct (Each r Hr). lia.
    - rewrite nsum_add. unfold nsum at 1 2. rewrite lsum_const, lsum_scal, seq_length. fold (nsum (fun r => c (Datatypes.S r)) k).
      fold l. lia. }
  assert (P2 : 2 * B * tau + s * l - nsum (fun r => m (Datatypes.S r)) k <= nsum (fun r => S (i + Datatypes.S r) - S i) k).
  { replace (2 * B * tau + s * l - nsum (fun r => m (Datatypes.S r)) k)
      with (nsum (fun r => (tau + s * c (Datatypes.S r)) + - 1 * m (Datatypes.S r)) k).
    - apply nsum_le. intros r Hr. destruct (Each r Hr). lia.
    - rewrite !nsum_add. unfold nsum at 1 2 3. rewrite lsum_const, !lsum_scal, seq_length.
      fold (nsum (fun r => c (Datatypes.S r)) k). fold (nsum (fun r => m (Datatypes.S r)) k). fold l. lia. }
  destruct (Z_lt_le_dec l B) as [L|L].
  - assert (tau * l <= tau * B) by (apply Z.mul_le_mono_nonneg_l; lia). lia.
  - assert (s * B <= s * l) by (apply Z.mul_le_mono_nonneg_l; lia). lia.
Qed.

(* the weighted window of starts p, ..., p + k - 1 *)
Definition window (p : nat) : Z := nsum (fun u => (Z.of_nat k - Z.of_nat u) * S (p + u)) k.

Lemma window_next p : (p + k < n)%nat -> window p + B * tau <= window (Datatypes.S p).
Proof.
  intros Hp. assert (L := lag_sum p Hp). unfold window.
  rewrite (nsum_ext (fun u => (Z.of_nat k - Z.of_nat u) * S (Datatypes.S p + u)) (fun u => (Z.of_nat k - Z.of_nat u) * S (p + Datatypes.S u)))
    by (intros; do 2 f_equal; lia).
  rewrite (telescope (fun u => S (p + u)) (Z.of_nat k) k).
  assert (E : nsum (fun r => S (p + Datatypes.S r) - S p) k = nsum (fun u => S (p + Datatypes.S u)) k - Z.of_nat k * S p).
  { rewrite (nsum_ext _ (fun r => S (p + Datatypes.S r) + - S p)) by (intros; lia). rewrite nsum_add.
    unfold nsum at 2. rewrite lsum_const, seq_length. lia. }
  rewrite Nat.add_0_r. lia.
Qed.

Lemma start_nonneg x : 0 <= S x.
Proof.
  unfold S. destruct (lt_dec x (length st)) as [L|L]; [apply Hpos; now apply nth_In|].
  rewrite nth_overflow by lia. lia.
Qed.

Lemma window_lower p : (p + k <= n)%nat -> Z.of_nat p * (B * tau) <= window p.
Proof.
  induction p as [|p IH]; intros Hp.
  - apply lsum_nonneg. intros u Hu. apply in_seq in Hu. apply Z.mul_nonneg_nonneg; [lia|apply start_nonneg].
  - specialize (IH ltac:(lia)). assert (N := window_next p ltac:(lia)). rewrite Nat2Z.inj_succ. lia.
Qed.

Theorem starts_spread m : (m + k = n)%nat ->
  tau * Z.of_nat m * (Z.of_nat m + 1) <= 2 * (2 * B + 1) * nsum S n.
Proof.
  intros Hm. assert (B1 := B_pos). assert (Kz : Z.of_nat k = 2 * B) by (unfold k; lia).
  (* sum of the windows 1, ..., m *)
  assert (Lo : B * tau * (Z.of_nat m * (Z.of_nat m + 1)) <= 2 * nsum (fun p => window (Datatypes.S p)) m).
  { assert (A : nsum (fun p => B * tau * (Z.of_nat p + 1)) m <= nsum (fun p => window (Datatypes.S p)) m).
    { apply nsum_le. intros p Hp. assert (W := window_lower (Datatypes.S p) ltac:(lia)). rewrite Nat2Z.inj_succ in W. lia. }
    unfold nsum at 1 in A. rewrite lsum_scal in A. fold (nsum (fun p => Z.of_nat p + 1) m) in A.
    rewrite nsum_add in A. unfold nsum at 2 in A. rewrite lsum_const, seq_length in A. assert (I := nsum_index m). lia. }
  assert (Up : nsum (fun p => window (Datatypes.S p)) m <= B * (2 * B + 1) * nsum S n).
  { unfold window. unfold nsum at 1 2. rewrite (lsum_swap (fun p u => (Z.of_nat k - Z.of_nat u) * S (Datatypes.S p + u))).
    assert (N0 : 0 <= nsum S n) by (apply lsum_nonneg; intros; apply start_nonneg).
    apply Z.le_trans with (nsum (fun u => (Z.of_nat k - Z.of_nat u) * nsum S n) k).
    - apply lsum_le. intros u Hu. apply in_seq in Hu. rewrite lsum_scal. apply Z.mul_le_mono_nonneg_l; [lia|].
      fold (nsum (fun p => S (Datatypes.S p + u)) m).
      rewrite (nsum_ext _ (fun p => S (1 + u + p)%nat)) by (intros; f_equal; lia).
      apply (nsum_window S); [exact start_nonneg|lia].
    - rewrite (nsum_ext _ (fun u => nsum S n * (Z.of_nat k + - 1 * Z.of_nat u))) by (intros; ring).
      unfold nsum at 1. rewrite lsum_scal, lsum_add, lsum_scal, lsum_const, seq_length.
      fold (nsum Z.of_nat k). assert (I := nsum_index k). rewrite Kz in *.
      assert (E : 2 * B * (2 * B) + - 1 * nsum Z.of_nat k = B * (2 * B + 1)) by lia. rewrite E. lia. }
  assert (B * (tau * Z.of_nat m * (Z.of_nat m + 1)) <= B * (2 * (2 * B + 1) * nsum S n)) by lia.
  apply (Z.mul_le_mono_pos_l _ _ B); lia.
Qed.
End Lag.

(* ---- SimS ---- *)
Section Ratio.
Variables (I : instance) (tau : Z) (order : list nat).
Hypotheses (HI : valid I) (Hsame : forall o, In o (lengths I) -> o = tau) (Hn : (0 < njobs I)%nat).
Hypothesis Hord : Permutation order (seq 0 (njobs I)).
Local Notation s := (prompt I).
Local Notation M := (budget I).
Let B := M / (s + tau).
Let n := Z.of_nat (njobs I).

Lemma tau_fits : 0 <= s /\ 1 <= tau /\ s + tau <= M.
Proof.
  assert (V := len_valid I 0 HI Hn). rewrite (Hsame (len I 0)) in V by (now apply nth_In). destruct HI. lia.
Qed.

Lemma lockstep_in js : forall i a, In a (lockstep tau B i js) ->
  exists x, i <= x < i + Z.of_nat (length js) /\ In (job a) js /\ start a = x / B * tau /\ rounds a = tau.
Proof.
  induction js as [|j r IH]; intros i a Ha; [destruct Ha|]. simpl length. rewrite Nat2Z.inj_succ. destruct Ha as [<-|Ha].
  - exists i. simpl. repeat split; auto; lia.
  - destruct (IH (i + 1) a Ha) as [x [X1 [X2 X3]]]. exists x. simpl. repeat split; try tauto; lia.
Qed.

Lemma lockstep_complete js : (forall j, In j js -> (j < njobs I)%nat) -> forall i,
  completions I (lockstep tau B i js) = lockstep tau B i js.
Proof.
  unfold completions. induction js as [|j r IH]; intros H i; [reflexivity|]. cbn [lockstep filter]. unfold complete at 1. cbn [rounds job].
  rewrite (Hsame (len I j)) by (apply nth_In; apply H; now left). rewrite Z.eqb_refl. f_equal. apply IH. intros; apply H; now right.
Qed.

Lemma lockstep_jobs js : forall i, map job (lockstep tau B i js) = js.
Proof. induction js as [|j r IH]; intros i; [reflexivity|]. simpl. now rewrite IH. Qed.

Lemma order_lt j : In j order -> (j < njobs I)%nat.
Proof. intros H. apply (Permutation_in _ Hord) in H. apply in_seq in H. lia. Qed.

(* in round t only batch t / tau runs, and it has at most B jobs *)
Lemma lockstep_usage js : forall i t, 0 <= i ->
  usage s (lockstep tau B i js) t <=
  zsum (fun x => if i + x <? 0 then 0 else if (t / tau * B - 1 <? i + x) && (i + x <=? t / tau * B + B - 1) then s + tau else 0) (length js).
Proof.
  destruct tau_fits as [S0 [T1 F]]. assert (B1 : 1 <= B) by (apply Z.div_le_lower_bound; lia).
  induction js as [|j r IH]; intros i t Hi; [apply Z.le_refl|].
  cbn [lockstep length]. change (Datatypes.S (length r)) with (1 + length r)%nat. rewrite zsum_app. unfold usage in *. cbn [lsum zsum].
  rewrite (zsum_ext (fun i0 => if i + (Z.of_nat 1 + i0) <? 0 then 0 else if (t / tau * B - 1 <? i + (Z.of_nat 1 + i0)) && (i + (Z.of_nat 1 + i0) <=? t / tau * B + B - 1) then s + tau else 0)
    (fun x => if i + 1 + x <? 0 then 0 else if (t / tau * B - 1 <? i + 1 + x) && (i + 1 + x <=? t / tau * B + B - 1) then s + tau else 0)).
  2:{ intros x Hx. replace (i + (Z.of_nat 1 + x)) with (i + 1 + x) by lia. reflexivity. }
  specialize (IH (i + 1) t ltac:(lia)). change (Z.of_nat 0) with 0. rewrite Z.add_0_r.
  replace (i <? 0) with false by (symmetry; apply Z.ltb_ge; lia).
  assert (memory s (Att j (i / B * tau) tau) t <= if (t / tau * B - 1 <? i) && (i <=? t / tau * B + B - 1) then s + tau else 0); [|lia].
  unfold memory, finish. cbn [start rounds]. match goal with |- (if ?c then _ else _) <= _ => destruct c eqn:E end; [|match goal with |- 0 <= (if ?c then _ else _) => destruct c end; lia].
  apply andb_prop in E. destruct E as [E1 E2]. apply Z.leb_le in E1. apply Z.ltb_lt in E2.
  assert (Q : t / tau = i / B) by (symmetry; apply Z.div_unique_pos with (r := t - i / B * tau); lia).
  assert (D := Z.div_mod i B ltac:(lia)). assert (Dm := Z.mod_pos_bound i B ltac:(lia)). rewrite Q.
  replace (_ && _) with true; [lia|]. symmetry. apply andb_true_intro. rewrite Z.ltb_lt, Z.leb_le. lia.
Qed.

Theorem sims_feasible : feasible I (sims I tau order).
Proof.
  destruct tau_fits as [S0 [T1 F]]. assert (B1 : 1 <= B) by (apply Z.div_le_lower_bound; lia).
  unfold sims. fold B. split; [|split; [|split]].
  - intros a Ha. destruct (lockstep_in order 0 a Ha) as [x [X1 [X2 [X3 X4]]]]. assert (J := order_lt _ X2).
    split; [exact J|]. rewrite X3, X4, (Hsame (len I (job a))) by (now apply nth_In). split; [|lia].
    apply Z.mul_nonneg_nonneg; [apply Z.div_pos; lia|lia].
  - intros t. eapply Z.le_trans; [apply lockstep_usage; lia|].
    set (lo := t / tau * B).
    rewrite (zsum_ext _ (fun x => if (lo - 1 <? x) && (x <=? lo + B - 1) then s + tau else 0)).
    2:{ intros x Hx. replace (0 + x) with x by lia. replace (x <? 0) with false by (symmetry; apply Z.ltb_ge; lia). reflexivity. }
    eapply Z.le_trans; [apply (clip_sum (fun _ => s + tau)); [lia|intros; lia]|].
    rewrite zsum_const. assert (Dv := Z.mul_div_le M (s + tau) ltac:(lia)). fold B in Dv. nia.
  - assert (N : NoDup (map job (lockstep tau B 0 order))).
    { rewrite lockstep_jobs. apply (Permutation_NoDup (Permutation_sym Hord)). apply seq_NoDup. }
    revert N. generalize (lockstep tau B 0 order). induction l as [|x r IH]; intros N; constructor; inversion N as [|? ? N1 N2]; subst.
    + apply Forall_forall. intros y Hy E. exfalso. apply N1. rewrite E. now apply in_map.
    + now apply IH.
  - rewrite lockstep_complete, lockstep_jobs by (exact order_lt). exact Hord.
Qed.

Lemma lockstep_flow js : forall i, lsum finish (lockstep tau B i js) = nsum (fun x => (i + Z.of_nat x) / B * tau + tau) (length js).
Proof.
  induction js as [|j r IH]; intros i; [reflexivity|]. cbn [length]. rewrite nsum_first. cbn [lockstep lsum]. rewrite IH.
  unfold finish. cbn [start rounds]. change (Z.of_nat 0) with 0. rewrite Z.add_0_r.
  rewrite (nsum_ext (fun x => (i + 1 + Z.of_nat x) / B * tau + tau) (fun x => (i + Z.of_nat (Datatypes.S x)) / B * tau + tau)); [lia|].
  intros x _. do 3 f_equal. lia.
Qed.

Theorem sims_competitive sched : feasible I sched -> flow_time I (sims I tau order) < 3 * flow_time I sched.
Proof.
  intros Hf. destruct tau_fits as [S0 [T1 F]]. assert (B1 : 1 <= B) by (apply Z.div_le_lower_bound; lia).
  destruct (sorted_starts I tau HI Hsame sched Hf) as [st [L [Fl [Hsort [Hpos Huse]]]]].
  unfold flow_time at 1, sims. fold B. rewrite lockstep_complete by (exact order_lt).
  rewrite lockstep_flow, (Permutation_length Hord), seq_length, Fl.
  set (N := njobs I) in *. assert (Zn : n = Z.of_nat N) by reflexivity. clearbody n.
  assert (Opt : nsum (fun i => nth i st 0 + tau) N = nsum (fun i => nth i st 0) N + n * tau).
  { rewrite nsum_add. f_equal. unfold nsum. rewrite lsum_const, seq_length, Zn. lia. }
  rewrite Opt. set (SS := nsum (fun i => nth i st 0) N).
  assert (SS0 : 0 <= SS).
  { apply lsum_nonneg. intros x Hx. apply in_seq in Hx. apply Hpos. apply nth_In. lia. }
  assert (Nn : 1 <= n) by (unfold N in *; lia).
  destruct (Z_le_gt_dec n (2 * B)) as [C|C].
  - assert (Up : nsum (fun x => (0 + Z.of_nat x) / B * tau + tau) N <= nsum (fun _ => 2 * tau) N).
    { apply nsum_le. intros x Hx. rewrite Z.add_0_l. assert (Z.of_nat x / B <= 1); [|set (qx := Z.of_nat x / B) in *; nia].
      assert (Z.of_nat x / B < 2); [|lia]. apply Z.div_lt_upper_bound; [lia|]. lia. }
    unfold nsum at 2 in Up. rewrite lsum_const, seq_length in Up. rewrite <- Zn in Up. nia.
  - set (m := (N - 2 * Z.to_nat B)%nat).
    assert (Sp := starts_spread s M tau st S0 T1 F Hsort Hpos Huse m). cbv zeta in Sp. fold B in Sp.
    rewrite L in Sp. specialize (Sp ltac:(unfold m; lia)). fold SS in Sp.
    assert (Zm : Z.of_nat m = n - 2 * B) by (unfold m; lia). rewrite Zm in Sp.
    assert (Up : 2 * B * nsum (fun x => (0 + Z.of_nat x) / B * tau + tau) N <= tau * (n * (n - 1)) + 2 * B * tau * n).
    { assert (A : B * nsum (fun x => (0 + Z.of_nat x) / B * tau + tau) N <= nsum (fun x => tau * Z.of_nat x + B * tau) N).
      { unfold nsum at 1. rewrite <- lsum_scal. apply lsum_le. intros x _. rewrite Z.add_0_l.
        assert (Dv := Z.mul_div_le (Z.of_nat x) B ltac:(lia)). nia. }
      assert (EA : nsum (fun x => tau * Z.of_nat x + B * tau) N = tau * nsum Z.of_nat N + B * tau * n).
      { rewrite nsum_add. unfold nsum. rewrite lsum_const, lsum_scal, seq_length, Zn. lia. }
      rewrite EA in A. assert (Ix := nsum_index N). rewrite <- Zn in Ix.
      assert (Tx : tau * (2 * nsum Z.of_nat N) = tau * (n * (n - 1))) by (rewrite Ix; reflexivity). lia. }
    set (G := nsum (fun x => (0 + Z.of_nat x) / B * tau + tau) N) in *.
    (* (B-1) m^2 + (5B+1) m + (2B+1)(4B^2+2B) > 0 with m = n - 2B *)
    set (d := n - 2 * B) in *. assert (En : n = d + 2 * B) by (unfold d; lia). assert (d1 : 1 <= d) by (unfold d; lia).
    assert (P : 0 < (B - 1) * (d * d) + (5 * B + 1) * d + (2 * B + 1) * (4 * (B * B) + 2 * B)).
    { assert (0 <= (B - 1) * (d * d)) by (apply Z.mul_nonneg_nonneg; nia). nia. }
    assert (Pt : 0 < tau * ((B - 1) * (d * d) + (5 * B + 1) * d + (2 * B + 1) * (4 * (B * B) + 2 * B))) by (apply Z.mul_pos_pos; lia).
    assert (Q1 : 3 * B * (tau * d * (d + 1)) <= 3 * B * (2 * (2 * B + 1) * SS)) by (apply Z.mul_le_mono_nonneg_l; lia).
    assert (Q2 : (2 * B + 1) * (2 * B * G) <= (2 * B + 1) * (tau * (n * (n - 1)) + 2 * B * tau * n)) by (apply Z.mul_le_mono_nonneg_l; lia).
    assert (Goal : (2 * B * (2 * B + 1)) * G < (2 * B * (2 * B + 1)) * (3 * (SS + n * tau))).
    { rewrite En in *. clear En. clearbody d. clear - Pt Q1 Q2. ring_simplify in Pt. ring_simplify in Q1. ring_simplify in Q2. ring_simplify. lia. }
    apply (Z.mul_lt_mono_pos_l (2 * B * (2 * B + 1))); [apply Z.mul_pos_pos; lia|exact Goal].
Qed.
End Ratio.

Theorem sims_ratio : ratio_on identical 3 SimS.
Proof.
  intros I run sched HI _ [tau [order [Hs [Ho ->]]]] Hf. destruct (Nat.eq_dec (njobs I) 0) as [E|E].
  - rewrite E in Ho. apply Permutation_sym, Permutation_nil in Ho. subst. unfold sims. simpl lockstep.
    assert (A := length_bound I sched Hf). assert (B := lengths_nonneg I HI).
    assert (C : 0 <= flow_time I sched) by lia. rewrite Zle_Qle in C. change (inject_Z 0) with 0%Q in C.
    change (inject_Z (flow_time I [])) with 0%Q. lra.
  - assert (H := sims_competitive I tau order HI Hs ltac:(lia) Ho sched Hf).
    assert (H' : flow_time I (sims I tau order) <= 3 * flow_time I sched) by lia.
    rewrite Zle_Qle, inject_Z_mult in H'. exact H'.
Qed.
