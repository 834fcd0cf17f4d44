(* SPS, the staggered pipeline (Procedure 1 of the paper), as a list of attempts.  With a k whose peak
   fits it is feasible for every finite set of jobs and every early completion ([sps_fits]). *)

From Coq Require Import ZArith List Permutation Lia Bool Arith.
From RatioLab Require Import Sums Model Checker Peak.
Import ListNotations.
Open Scope Z_scope.

(* SPS(js, k, tau) from round T on, pipeline indices i, i+1, ...: a job that is shorter than
   the slice completes early and nothing else moves; a longer one is killed *)
Fixpoint sps (o : nat -> Z) (k tau T i : Z) (js : list nat) : list attempt :=
  match js with
  | [] => []
  | j :: r => Att j (T + i * tau / k) (Z.min (o j) tau) :: sps o k tau T (i + 1) r
  end.

Section Sps.
Variables (s : Z) (o : nat -> Z) (k tau T : Z).
Hypotheses (Hs : 0 <= s) (Hk : 1 <= k) (Ht : 1 <= tau).

Lemma div_mono_i i j : i <= j -> i * tau / k <= j * tau / k.
Proof. intros. apply Z.div_le_mono; nia. Qed.

Lemma sps_in js : forall i a, In a (sps o k tau T i js) ->
  exists x, i <= x < i + Z.of_nat (length js) /\ In (job a) js /\
            start a = T + x * tau / k /\ rounds a = Z.min (o (job a)) tau.
Proof.
  induction js as [|j r IH]; intros i a Ha; [destruct Ha|].
  simpl length. rewrite Nat2Z.inj_succ. destruct Ha as [<-|Ha].
  - exists i. simpl. repeat split; auto; lia.
  - destruct (IH (i + 1) a Ha) as [x [Hx [Hj [H1 H2]]]]. exists x. simpl. repeat split; auto; lia.
Qed.

Lemma sps_starts js i a : 0 <= i -> In a (sps o k tau T i js) -> T <= start a.
Proof.
  intros Hi Ha. destruct (sps_in js i a Ha) as [x [Hx [_ [-> _]]]].
  assert (0 <= x * tau / k); [|lia]. apply Z.div_pos; nia.
Qed.

Lemma sps_ends js i a :
  In a (sps o k tau T i js) -> finish a <= T + (i + Z.of_nat (length js) - 1) * tau / k + tau.
Proof.
  intros Ha. destruct (sps_in js i a Ha) as [x [Hx [_ [E1 E2]]]]. unfold finish.
  assert (x * tau / k <= (i + Z.of_nat (length js) - 1) * tau / k) by (apply div_mono_i; lia). lia.
Qed.

Lemma sps_usage js : forall i t,
  usage s (sps o k tau T i js) t <= zsum (fun x => pipe_memory s tau k (i + x) (t - T)) (length js).
Proof.
  induction js as [|j r IH]; intros i t; [apply Z.le_refl|].
  cbn [sps length]. change (S (length r)) with (1 + length r)%nat. rewrite zsum_app. 
  unfold usage in *. cbn [lsum zsum]. 
  rewrite (zsum_ext _ (fun x => pipe_memory s tau k (i + 1 + x) (t - T))) by (intros; f_equal; lia).
  specialize (IH (i + 1) t). change (Z.of_nat 0) with 0. rewrite Z.add_0_r.
  assert (memory s (Att j (T + i * tau / k) (Z.min (o j) tau)) t <= pipe_memory s tau k i (t - T)); [|lia].
  unfold memory, pipe_memory, finish. simpl start. simpl rounds.
  destruct (_ && _) eqn:E1; destruct ((i * tau / k <=? t - T) && _) eqn:E2;
    try apply andb_prop in E1; try apply andb_prop in E2; try apply andb_false_iff in E2;
    rewrite ?Z.leb_le, ?Z.ltb_lt, ?Z.leb_gt, ?Z.ltb_ge in *; lia.
Qed.

(* SPS with a k whose peak fits is feasible for every finite prefix and every early completion *)
Theorem sps_fits M js t : peak2 k tau s <= 2 * M -> usage s (sps o k tau T 0 js) t <= M.
Proof.
  intros Hp. assert (H1 := sps_usage js 0 t). assert (H2 := pipe_le_peak s tau k (length js) (t - T) Hs Hk Ht).
  unfold pipe in H2. rewrite (zsum_ext _ (fun i => pipe_memory s tau k i (t - T))) in H1 by (intros; f_equal;
    lia). lia.
Qed.
End Sps.

Lemma usage_zero s l t : (forall a, In a l -> ~ start a <= t < finish a) -> usage s l t = 0.
Proof.
  intros H. unfold usage. rewrite (lsum_ext _ (fun _ => 0)); [rewrite lsum_const; lia|].
  intros a Ha. specialize (H a Ha). unfold memory. destruct (_ && _) eqn:E; auto. apply andb_prop in E. lia.
Qed.

Lemma usage_app s l1 l2 t : usage s (l1 ++ l2) t = usage s l1 t + usage s l2 t.
Proof. apply lsum_app. Qed.

Lemma ordered_pairs_app {A} (P : A -> A -> Prop) l1 l2 :
  ForallOrdPairs P l1 -> ForallOrdPairs P l2 -> (forall x y, In x l1 -> In y l2 -> P x y) ->
  ForallOrdPairs P (l1 ++ l2).
Proof.
  induction 1 as [|x r Hx Hr IH]; intros H2 H; [exact H2|]. simpl. constructor.
  - apply Forall_app. split; auto. apply Forall_forall. intros y Hy. apply H; simpl; auto.
  - apply IH; auto. intros; apply H; simpl; auto.
Qed.

Lemma filter_split {A} (p : A -> bool) (l : list A) :
  Permutation (filter (fun x => negb (p x)) l ++ filter p l) l.
Proof.
  induction l as [|x r IH]; simpl; [constructor|].
  destruct (p x); simpl.
  - symmetry. apply Permutation_cons_app. now symmetry.
  - now constructor.
Qed.

Lemma len_valid I j : valid I -> (j < njobs I)%nat -> 1 <= len I j /\ prompt I + len I j <= budget I.
Proof. intros [_ Hv] H. apply Hv. now apply nth_In. Qed.

Lemma sps_completions I k tau T js : 
  1 <= tau -> forall i, map job (completions I (sps (len I) k tau T i js)) = filter (fun j => negb (tau <? len I
    j)) js.
Proof.
  intros Ht. induction js as [|j r IH]; intros i; [reflexivity|].
  unfold completions in *. cbn [sps filter]. unfold complete at 1. simpl rounds. simpl job.
  destruct (tau <? len I j) eqn:E; [apply Z.ltb_lt in E|apply Z.ltb_ge in E].
  - replace (Z.min (len I j) tau =? len I j) with false by lia. apply IH.
  - replace (Z.min (len I j) tau =? len I j) with true by lia. simpl. f_equal. apply IH.
Qed.

Lemma sps_distinct I o k tau T js : NoDup js -> forall i, ForallOrdPairs (successive I) (sps o k tau T i js).
Proof.
  induction 1 as [|j r Hj Hr IH]; intros i; simpl; constructor; auto.
  apply Forall_forall. intros b Hb. intros E. simpl in E.
  destruct (sps_in o k tau T r (i + 1) b Hb) as [x [_ [Hin _]]]. rewrite <- E in Hin. contradiction.
Qed.

Lemma last_cons_le (x tau : Z) (l : list Z) : x <= last (tau :: l) 0 -> tau < x -> x <= last l 0.
Proof. destruct l; simpl; lia. Qed.
